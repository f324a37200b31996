import type {JournalLine, StepState} from '../model/run-record.js'

/** What the lines of a run's journal, oldest first, come to: the state of each step, in the order they first began. */
export function stepStates(lines: Iterable<JournalLine>): ReadonlyMap<string, StepState> {
  const states = new Map<string, StepState>()
  for (const line of lines) states.set(line.step, after(states.get(line.step), line))
  return states
}

function after(before: StepState | undefined, line: JournalLine): StepState {
  const {committing: _, ...state} = before ?? {name: line.step, begun: line.at, attempts: 0, isOpen: false}
  if (line.event === 'begun') return {...state, begun: line.at, attempts: state.attempts + 1, isOpen: true}
  if (line.event === 'committing') return {...state, committing: line, isOpen: true}
  return {...state, attempts: Math.max(1, state.attempts), ended: line, isOpen: false}
}
