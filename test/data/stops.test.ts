import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {dataError} from '../../src/data/data-errors.js'
import {Stops} from '../../src/data/stops.js'
import {EngineForTests, problemOf} from './use-engine.js'

const endless = 'SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1'

describe('what stops an engine', () => {
  it('is its signal, with its own reason where that is a problem', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const stopsOf = (signal: AbortSignal) => () => {
      new Stops(signal).throwIfAborted()
    }
    stopsOf(first.signal)()
    first.abort(dataError('timed_out', 'too long'))
    second.abort()
    expect(stopsOf(first.signal)).to.throw('too long')
    expect(stopsOf(second.signal)).to.throw('the run was stopped')
  })

  it('tells when it is aborted, once, and also when it is already', () => {
    const controller = new AbortController()
    let told = 0
    new Stops(controller.signal).onAbort(() => (told += 1))
    controller.abort()
    expect(told).to.equal(1)
    new Stops(AbortSignal.abort()).onAbort(() => (told += 1))
    expect(told).to.equal(2)
    const other = new AbortController()
    new Stops(other.signal).onAbort(() => (told += 1))()
    other.abort()
    expect(told).to.equal(2)
  })

  describe('while a mod runs', () => {
    const use = new EngineForTests()
    beforeEach(() => use.start())
    afterEach(() => use.stop())

    it('is the signal of the mod: its queries end and new ones are refused, and nobody else notices', async () => {
      const controller = new AbortController()
      const scope = use.engine.scope(controller.signal)
      const read = use.engine.within(scope, () => problemOf(use.data.sql(endless, {}).then((dataset) => dataset.rows())))
      const other = use.engine.within(use.engine.scope(new AbortController().signal), async () =>
        (await use.data.sql('SELECT count(*)::INTEGER AS n FROM range(300000000) WHERE range % 7 = 3', {})).rows(),
      )
      await sleep(200)
      controller.abort(dataError('timed_out', 'too long'))
      const begin = performance.now()
      expect(await read).to.deep.equal({code: 'timed_out', message: 'too long'})
      expect(performance.now() - begin).to.be.below(1000)
      expect((await use.engine.within(scope, () => problemOf(use.data.fromRows([{a: 1}])))).code).to.equal('timed_out')
      expect(await (await use.data.fromRows([{a: 1}])).rows()).to.deep.equal([{a: 1}])
      expect(await other).to.deep.equal([{n: 42_857_143}])
    })

    it('counts also when it was aborted before the engine was opened', async () => {
      const scope = use.engine.scope(AbortSignal.abort(dataError('timed_out', 'too long')))
      expect((await use.engine.within(scope, () => problemOf(use.data.fromRows([{a: 1}])))).code).to.equal('timed_out')
      expect(await (await use.data.fromRows([{a: 1}])).rows()).to.deep.equal([{a: 1}])
    })
  })
})
