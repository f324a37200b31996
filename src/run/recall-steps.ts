import {problem} from '../errors/problem.js'
import {isDatasetReference} from '../model/dataset.js'
import type {Checked, Problem} from '../model/problem.js'
import type {JobSources} from './job-sources.js'
import type {JobWorld} from './job-world.js'
import {withoutHidden} from './hidden-outputs.js'
import {isBare} from './job-steps.js'
import {artifactOf} from './kept-table.js'
import type {JobPlan} from './plan-job.js'
import type {Settled} from './settle-step.js'

/** What steps that were not asked for have left to those that were: in this run, else in the latest that has it. */
export async function recallSteps(
  sources: JobSources,
  {needs}: Pick<JobPlan, 'needs'>,
  asked: ReadonlySet<string>,
  world: JobWorld,
): Promise<Checked<ReadonlyMap<string, Settled>>> {
  const wanted = new Set([...asked].flatMap((name) => [...(needs.get(name) ?? [])]).filter((name) => !asked.has(name)))
  const recalled = new Map<string, Settled>()
  const problems: Problem[] = []
  for (const name of wanted) {
    const settled = await recall(name, world)
    if (typeof settled === 'string') problems.push(notRunYet(name, settled, sources))
    else recalled.set(name, settled)
  }
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: recalled}
}

/** A step as it ended before, or why there is nothing to go on from. */
async function recall(name: string, world: JobWorld): Promise<Settled | string> {
  const ended = (await world.earlier(name))?.state.ended
  if (ended === undefined || ended.result.status === 'error') return `${name} has left no output`
  const result = withoutHidden(ended.result, ended.hidden)
  const entries = Object.entries(result.artifacts)
  const references = Object.fromEntries(entries.flatMap(([port, value]) => (isDatasetReference(value) ? [[port, value]] : [])))
  const artifacts = Object.fromEntries(entries.map(([port, value]) => [port, artifactOf(value)]))
  const outcome = {result: {...result, artifacts}, references, written: []}
  if (isBare(outcome)) return `${name} did not keep its tables`
  const paths = Object.values(references).map(({path}) => path)
  const present = new Set((await world.identify(paths)).map(({path}) => path))
  const gone = paths.find((path) => !present.has(path))
  if (gone !== undefined) return `${gone}, which ${name} left, is gone`
  return {outcome, document: result, execution: ended.execution}
}

function notRunYet(name: string, why: string, {job}: JobSources): Problem {
  return problem('not_run_yet', `${why} in any earlier run of ${job.name} that counts here`, {
    at: job.document.at(['mods', name]),
    hint: `first: datapy run-mod ${name} --params ${job.file}`,
  })
}
