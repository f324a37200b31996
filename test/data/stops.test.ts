import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {dataError} from '../../src/data/data-errors.js'
import {Stops} from '../../src/data/stops.js'
import {EngineForTests, problemOf} from './use-engine.js'

const endless = 'SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1'

describe('what stops an engine', () => {
  it('is any of its signals, with its own reason where that is a problem', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const stops = new Stops(first.signal)
    const end = stops.add(second.signal)
    stops.throwIfAborted()
    second.abort(dataError('timed_out', 'too long'))
    expect(() => {
      stops.throwIfAborted()
    }).to.throw('too long')
    end()
    stops.throwIfAborted()
    first.abort()
    expect(() => {
      stops.throwIfAborted()
    }).to.throw('the run was stopped')
  })

  it('tells when one of them is aborted, once, and also when it is already', () => {
    const controller = new AbortController()
    const stops = new Stops()
    let told = 0
    const forget = stops.onAbort(() => (told += 1))
    stops.add(controller.signal)
    controller.abort()
    expect(told).to.equal(1)
    stops.add(AbortSignal.abort())
    expect(told).to.equal(2)
    forget()
    stops.add(AbortSignal.abort())
    expect(told).to.equal(2)
  })

  describe('while a mod runs', () => {
    const use = new EngineForTests()
    beforeEach(() => use.start())
    afterEach(() => use.stop())

    it('is the signal of the mod: its queries end and new ones are refused, until it has ended', async () => {
      const controller = new AbortController()
      const end = use.engine.stopOn(controller.signal)
      const dataset = await use.data.sql(endless, {})
      const read = problemOf(dataset.rows())
      await sleep(200)
      controller.abort(dataError('timed_out', 'too long'))
      const begin = performance.now()
      expect(await read).to.deep.equal({code: 'timed_out', message: 'too long'})
      expect(performance.now() - begin).to.be.below(1000)
      expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.equal('timed_out')
      end()
      expect(await (await use.data.fromRows([{a: 1}])).rows()).to.deep.equal([{a: 1}])
    })

    it('counts also when it was aborted before the engine was opened', async () => {
      const end = use.engine.stopOn(AbortSignal.abort(dataError('timed_out', 'too long')))
      expect((await problemOf(use.data.fromRows([{a: 1}]))).code).to.equal('timed_out')
      end()
      expect(await (await use.data.fromRows([{a: 1}])).rows()).to.deep.equal([{a: 1}])
    })
  })
})
