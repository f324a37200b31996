import {existsSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {table} from 'arquero'
import {expect} from 'chai'
import {createDataEngine} from '../../src/data/engine.js'
import {dataError} from '../../src/data/data-errors.js'
import {EngineForTests, problemOf} from './use-engine.js'

describe('the data engine', () => {
  const use = new EngineForTests()
  afterEach(async () => {
    await use.stop()
  })

  it('touches nothing before data is touched', async () => {
    await use.start()
    expect(use.engine.isDataset({})).to.equal(false)
    await use.session.commit()
    expect(existsSync(use.path('run'))).to.equal(false)
  })

  it('removes all it has written when it closes, and leaves the rest of the folder', async () => {
    await use.start()
    await use.file('run/result.json', '{}')
    await (await use.data.sql('SELECT range AS n FROM range(1000000)', {})).materialise()
    expect((await readdir(use.path('run'))).length).to.equal(2)
    await use.engine.close()
    expect(await readdir(use.path('run'))).to.deep.equal(['result.json'])
  })

  it('says that a Dataset cannot be read after its run', async () => {
    await use.start()
    const dataset = await use.data.fromRows([{a: 1}])
    await use.engine.close()
    expect((await problemOf(dataset.rows())).code).to.equal('engine_closed')
    await use.engine.close()
  })

  it('closes while a reader stands still', async () => {
    await use.start()
    const reader = (await use.data.sql('SELECT range AS n FROM range(10000000)', {})).batches()[Symbol.asyncIterator]()
    await reader.next()
    const begin = performance.now()
    await use.engine.close()
    expect(performance.now() - begin).to.be.lessThan(2000)
  })

  it('knows what holds a table', async () => {
    await use.start()
    const dataset = await use.data.fromRows([{a: 1}])
    const rows = async function* () {
      await Promise.resolve()
      yield {a: 1}
    }
    for (const value of [dataset, table({a: [1]}), [{a: 1}], rows()]) expect(use.engine.holdsTable(value)).to.equal(true)
    for (const value of [null, undefined, 5, 'x', [], [1], [{a: 1}, 2], {a: 1}, new Map(), () => 1])
      expect(use.engine.holdsTable(value)).to.equal(false)
    expect([use.engine.isDataset(dataset), use.engine.isDataset([{a: 1}]), use.engine.isDataset(null)]).to.deep.equal([
      true,
      false,
      false,
    ])
  })

  it('makes a Dataset of all of these, and of nothing else', async () => {
    await use.start()
    const dataset = await use.data.fromRows([{a: 1}])
    expect(await use.engine.toDataset(dataset)).to.equal(dataset)
    for (const value of [table({a: [1]}), [{a: 1}]])
      expect(await (await use.engine.toDataset(value)).rows()).to.deep.equal([{a: 1}])
    for (const value of [null, 5, [], [1], {a: 1}])
      expect((await problemOf(use.engine.toDataset(value))).code).to.equal('not_a_dataset')
  })

  it('reads a Dataset of another engine', async () => {
    await use.start()
    const other = createDataEngine({folder: use.path('other')})
    const dataset = await other.session('x').api.sql(`SELECT 1.50::DECIMAL(10,2) AS m, DATE '2024-02-29' AS d`, {})
    const copy = await use.data.sql('SELECT * FROM theirs', {theirs: dataset})
    await other.close()
    expect(copy.columns).to.deep.equal(dataset.columns)
    expect(await copy.rows()).to.deep.equal([{m: 1.5, d: '2024-02-29'}])
  })

  describe('that is aborted', () => {
    const endless = 'SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1'

    it('stops a query, with the reason that the signal gives', async () => {
      const controller = new AbortController()
      await use.start({signal: controller.signal})
      const dataset = await use.data.sql(endless, {})
      setTimeout(() => {
        controller.abort(dataError('timed_out', 'too long'))
      }, 100)
      const begin = performance.now()
      expect(await problemOf(dataset.rows())).to.deep.include({code: 'timed_out', message: 'too long'})
      expect(performance.now() - begin).to.be.lessThan(2000)
      expect((await problemOf(dataset.rows())).code).to.equal('timed_out')
    })

    it('stops one that was only just begun', async () => {
      const controller = new AbortController()
      await use.start({signal: controller.signal})
      const dataset = await use.data.sql(endless, {})
      const read = dataset.materialise()
      controller.abort()
      expect((await problemOf(read)).code).to.equal('cancelled')
    })

    it('stops reading a file, and lets go of it', async () => {
      const controller = new AbortController()
      await use.start({signal: controller.signal})
      const path = await use.file('in.csv', `a,b\n${'1,some text\n'.repeat(1_000_000)}`)
      setTimeout(() => {
        controller.abort()
      }, 200)
      const begin = performance.now()
      expect((await problemOf(use.data.readCsv(path))).code).to.equal('cancelled')
      expect(performance.now() - begin).to.be.lessThan(2000)
    })

    it('stops writing a file, and leaves nothing of it', async () => {
      const controller = new AbortController()
      await use.start({signal: controller.signal})
      const dataset = await use.data.sql(`SELECT range AS n, 'some text' AS s FROM range(50000000)`, {})
      setTimeout(() => {
        controller.abort()
      }, 200)
      expect((await problemOf(use.data.writeCsv(dataset, use.path('out.csv')))).code).to.equal('cancelled')
      expect((await readdir(use.folder)).filter((name) => name.includes('out'))).to.deep.equal([])
    })

    it('still removes all it has written, though something asks for it once more', async () => {
      const controller = new AbortController()
      await use.start({signal: controller.signal})
      await (await use.data.sql('SELECT range AS n FROM range(10)', {})).materialise()
      controller.abort()
      expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.equal('cancelled')
      await use.engine.close()
      expect(await readdir(use.path('run'))).to.deep.equal([])
    })

    it('does not even begin', async () => {
      await use.start({signal: AbortSignal.abort()})
      expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.equal('cancelled')
    })
  })

  it('stops what runs when it is interrupted, and can be used on', async () => {
    await use.start()
    const dataset = await use.data.sql('SELECT range AS n FROM range(100000000000)', {})
    const readAll = async () => {
      for await (const batch of dataset.batches()) if (batch.length === 0) return
    }
    setTimeout(() => {
      use.engine.interrupt()
    }, 100)
    expect((await problemOf(readAll())).code).to.be.oneOf(['cancelled', 'sql_failed'])
    expect(await (await use.data.fromRows([{a: 1}])).rows()).to.deep.equal([{a: 1}])
  })

  describe('its memory', () => {
    it('is limited as told, and spills beyond', async () => {
      await use.start({memoryLimit: '100MB'})
      const limit = await use.data.sql(`SELECT current_setting('memory_limit') AS m`, {})
      expect((await limit.rows())[0]?.['m']).to.equal('95.3 MiB')
      const sorted = await (
        await use.data.sql(`SELECT hash(range) AS h, repeat('x', 50) || range AS s FROM range(3000000) ORDER BY h`, {})
      ).materialise()
      expect(await sorted.count()).to.equal(3_000_000)
    }).timeout(60_000)

    it('that a query exceeds is said with what to do', async () => {
      await use.start({memoryLimit: '10MB'})
      const dataset = await use.data.sql(`SELECT list(range) AS l FROM range(10000000)`, {})
      expect(await problemOf(dataset.rows())).to.deep.equal({
        code: 'out_of_memory',
        message: 'the query needs more memory than the limit of 10 MB',
        hint: 'raise it with --memory-limit or DATAPY_MEMORY_LIMIT',
      })
    })

    it('limit is refused when it is none', async () => {
      await use.start({memoryLimit: 'much'})
      expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.equal('bad_memory_limit')
    })
  })

  it('does not start where its folder cannot be made, and says so', async () => {
    await use.start()
    await use.file('run', 'a file is in the way')
    expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.be.oneOf(['engine_failed', 'output_unwritable'])
  })
})
