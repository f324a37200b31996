import {expect} from 'chai'
import {deadline, secondsOf} from '../../src/run/deadline.js'

describe('durations', () => {
  it('are seconds as numbers, or texts with a unit', () => {
    expect([30, '90s', '5m', '1.5h', '250ms', '7'].map(secondsOf)).to.deep.equal([30, 90, 300, 5400, 0.25, 7])
  })

  it('are nothing when they are no duration', () => {
    expect([0, -1, 'soon', '5 days', null, undefined].map(secondsOf)).to.deep.equal(Array(6).fill(undefined))
  })
})

describe('deadline', () => {
  it('aborts with the code timed_out when the time is up', async () => {
    const {signal} = deadline(new AbortController().signal, 0.01, 'extract')
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve)
    })
    expect(signal.reason).to.have.nested.property('problems[0].code', 'timed_out')
  })

  it('waits for longer than one timer can', async () => {
    const {signal, clear} = deadline(new AbortController().signal, 30 * 86_400, 'extract')
    await new Promise((resolve) => setTimeout(resolve, 20))
    clear()
    expect(signal.aborted).to.equal(false)
  })

  it('aborts with its parent, for the reason of its parent', () => {
    const parent = new AbortController()
    const {signal, clear} = deadline(parent.signal, 60, 'extract')
    parent.abort('stop')
    clear()
    expect(signal.reason).to.equal('stop')
  })
})
