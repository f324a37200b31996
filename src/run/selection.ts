import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'
import type {JobSources} from './job-sources.js'

/** Which steps of a job somebody asks for, by name; empty: all. */
export interface Selection {
  /** These alone. */
  readonly only?: readonly string[]
  /** These, and all that comes after them. */
  readonly from?: readonly string[]
  /** These, and all that they need. */
  readonly until?: readonly string[]
}

export interface Selected {
  readonly names: ReadonlySet<string>
  /** Steps that are run even where what they came to before still holds. */
  readonly always: ReadonlySet<string>
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>

/** The steps that a selection means. Names that the job does not have are told, each with its flag. */
export function selectSteps({job}: Pick<JobSources, 'job'>, needs: Needs, selection: Selection): Checked<Selected> {
  const all = job.mods.map(({name}) => name)
  const known = new Set(all)
  const problems = Object.entries(selection).flatMap(([flag, names]: [string, readonly string[]]) =>
    names
      .filter((name) => !known.has(name))
      .map((name) =>
        problem('not_in_job', `--${flag} ${name}: ${job.name} has no mod "${name}"`, {
          hint: didYouMean(name, all) ?? `its mods are ${all.join(', ')}`,
        }),
      ),
  )
  if (problems.length > 0) return {ok: false, problems}
  const {only = [], from = [], until = []} = selection
  const after = closure(from, reversed(needs))
  const before = closure(until, needs)
  const alone = new Set(only)
  const names = all.filter(
    (name) =>
      (only.length === 0 || alone.has(name)) &&
      (from.length === 0 || after.has(name)) &&
      (until.length === 0 || before.has(name)),
  )
  return {ok: true, value: {names: new Set(names), always: new Set([...only, ...from])}}
}

function closure(start: readonly string[], next: Needs): ReadonlySet<string> {
  const reached = new Set(start)
  for (const name of reached) for (const other of next.get(name) ?? []) reached.add(other)
  return reached
}

function reversed(needs: Needs): Needs {
  const after = new Map<string, Set<string>>()
  for (const [name, needed] of needs) for (const other of needed) after.set(other, (after.get(other) ?? new Set()).add(name))
  return after
}
