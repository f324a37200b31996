import {expect} from 'chai'
import {stepStates} from '../../src/job/step-states.js'
import type {JournalLine, StepBegun, StepCommitting} from '../../src/model/run-record.js'
import {stepEnded} from './step-ended.js'

const begun = (step: string, at: string): StepBegun => ({event: 'begun', step, at, attempt: 1})
const {event: _, ...toCommit} = stepEnded('a', 'success')
const committing: StepCommitting = {...toCommit, event: 'committing', renames: []}
const ended = stepEnded('a', 'success')
const stateOf = (...lines: readonly JournalLine[]) => stepStates(lines).get('a')

describe('what the journal says of a step', () => {
  it('is that it is open from its begin to its end, and how often it began', () => {
    expect(stateOf(begun('a', 'one'))).to.deep.equal({name: 'a', begun: 'one', attempts: 1, isOpen: true})
    expect(stateOf(begun('a', 'one'), ended)).to.deep.equal({name: 'a', begun: 'one', attempts: 1, ended, isOpen: false})
    const again = stateOf(begun('a', 'one'), ended, begun('a', 'two'))
    expect(again).to.deep.equal({name: 'a', begun: 'two', attempts: 2, ended, isOpen: true})
  })

  it('is what it was about to give names to, until it has ended or begun again', () => {
    const open = {name: 'a', begun: 'one', attempts: 1, isOpen: true}
    expect(stateOf(begun('a', 'one'), committing)).to.deep.equal({...open, committing})
    expect(stateOf(begun('a', 'one'), committing, ended)).to.deep.equal({...open, ended, isOpen: false})
    expect(stateOf(begun('a', 'one'), committing, begun('a', 'two'))).to.deep.equal({...open, begun: 'two', attempts: 2})
  })

  it('counts one attempt for an end whose begin is not in the journal, as of a step that was taken over', () => {
    expect(stateOf(ended)).to.deep.equal({name: 'a', begun: ended.at, attempts: 1, ended, isOpen: false})
  })

  it('is kept for each step apart, in the order in which they began', () => {
    const states = stepStates([begun('b', 'one'), begun('a', 'two'), ended])
    expect([...states].map(([name, {isOpen}]) => [name, isOpen])).to.deep.equal([
      ['b', true],
      ['a', false],
    ])
    expect(stepStates([]).size).to.equal(0)
  })
})
