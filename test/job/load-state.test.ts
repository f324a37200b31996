import {expect} from 'chai'
import {advance, watermarkIn, type LoadState} from '../../src/job/load-state.js'
import type {JsonValue} from '../../src/model/json.js'
import type {StepEnded} from '../../src/model/run-record.js'
import {stepEnded} from './step-ended.js'

const [earlier, at] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z']
const state: LoadState = {
  load: {value: 10, previous: 5, run: 'run-1', at: earlier},
  first: {value: 7, run: 'run-1', at: earlier},
}

/** A step that began with one watermark and left another. */
function ended(of: string, began: JsonValue | undefined, value: JsonValue, status: 'error' | 'success' = 'success'): StepEnded {
  const end = stepEnded(of, status)
  const fingerprint = {...end.fingerprint, ...(began !== undefined && {watermark: began})}
  return {...end, fingerprint, watermark: {of, value}}
}

describe('the watermark that a step begins with', () => {
  it('is the one that was kept', () => {
    expect(watermarkIn(state, 'load', 'run-2')).to.equal(10)
  })

  it('is the one before, for the run that left it and is gone on with', () => {
    expect(watermarkIn(state, 'load', 'run-1')).to.equal(5)
    expect(watermarkIn(state, 'first', 'run-1')).to.equal(undefined)
  })

  it('is none for a step that has left none, whatever its name', () => {
    expect(watermarkIn(state, 'other', 'run-2')).to.equal(undefined)
    expect(watermarkIn(state, 'constructor', 'run-2')).to.equal(undefined)
  })
})

describe('the watermarks after a run', () => {
  it('are what its steps left, with what was before; those of other steps stay', () => {
    const after = advance(state, [ended('load', 10, 20), ended('new', undefined, {day: 1})], 'run-2', at)
    expect(after).to.deep.equal({
      state: {
        first: state['first'],
        load: {value: 20, previous: 10, run: 'run-2', at},
        new: {value: {day: 1}, run: 'run-2', at},
      },
      overtaken: [],
    })
    expect(state['load']?.value).to.equal(10)
  })

  it('do not move by a step that failed, or that left none', () => {
    const ends = [ended('load', 10, 20, 'error'), stepEnded('first', 'success')]
    expect(advance(state, ends, 'run-2', at)).to.deep.equal({state, overtaken: []})
  })

  it('stay where somebody has changed them since the step read them, and say of which', () => {
    const ends = [ended('load', 9, 20), ended('first', undefined, 8), ended('new', 1, 2)]
    expect(advance(state, ends, 'run-2', at)).to.deep.equal({state, overtaken: ['load', 'first', 'new']})
  })
})
