import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {orderMods} from '../job/order-mods.js'
import type {JobMod} from '../model/job.js'
import type {Checked, Problem} from '../model/problem.js'
import {fusedMods} from './fused-mods.js'
import {edgesOf, unsupportedOptions} from './job-edges.js'
import {callOf, type JobSources, type OutputOf} from './job-sources.js'
import {declaredOutput} from './outputs.js'
import {prepareMod, type PreparedMod} from './prepare-mod.js'
import type {World} from './world.js'

/** A job that can run, as far as can be known before it does. */
export interface JobPlan {
  /** Names of its mods in the order they run. */
  readonly order: readonly string[]
  /** For each mod, those that must have succeeded before it. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>
  /** Each mod's parameters, with a PendingValue for what an earlier mod is yet to give. */
  readonly prepared: ReadonlyMap<string, PreparedMod>
  readonly isMadeByJob: (path: string) => boolean
  /** Names of the mods whose tables are left for their reader to compute. */
  readonly fused: ReadonlySet<string>
}

/** Checks all of a job that can be checked before it runs; every problem of every mod at once. `only` names one mod of it. */
export async function planJob(sources: JobSources, world: World, only?: string): Promise<Checked<JobPlan>> {
  const {job} = sources
  const problems: Problem[] = []
  const wanted = only === undefined ? job.mods : job.mods.filter(({name}) => name === only)
  if (only !== undefined && wanted.length === 0) return {ok: false, problems: [notInJob(only, sources)]}
  problems.push(...unknownSetMods(sources))

  const needs = new Map(job.mods.map((mod) => [mod.name, edgesOf(sources, mod)]))
  const ordered = orderMods(job.mods, needs)
  if (!ordered.ok) problems.push(...ordered.problems)

  const prepared = new Map<string, PreparedMod>()
  const written = new Set<string>()
  const isMadeByJob = (path: string) => written.has(path)
  for (const mod of inOrder(wanted, ordered)) {
    problems.push(...unsupportedOptions(sources, mod))
    const outcome = await prepareMod(callOf(sources, mod, declaredIn(sources, world), isMadeByJob), world)
    if (!outcome.ok) {
      problems.push(...outcome.problems)
      continue
    }
    const imported = await world.importMod(outcome.value.entry)
    if (!imported.ok)
      problems.push(...imported.problems.map((one) => ({at: job.document.at(['mods', mod.name, '_type'], 'value'), ...one})))
    prepared.set(mod.name, outcome.value)
    for (const path of outcome.value.outputs) written.add(path)
  }
  if (!ordered.ok || problems.length > 0) return {ok: false, problems}
  const wantedNames = new Set(wanted.map(({name}) => name))
  return {
    ok: true,
    value: {
      order: ordered.value.filter((name) => wantedNames.has(name)),
      needs: new Map([...needs].map(([name, edges]) => [name, new Set(edges.map(({to}) => to))])),
      prepared,
      isMadeByJob,
      fused: fusedMods(sources),
    },
  }
}

function inOrder(mods: readonly JobMod[], ordered: Checked<readonly string[]>): readonly JobMod[] {
  if (!ordered.ok) return mods
  const position = new Map(ordered.value.map((name, index) => [name, index]))
  return mods.toSorted((a, b) => (position.get(a.name) ?? 0) - (position.get(b.name) ?? 0))
}

/** Answers references from what the registry says the other mods of the job will give. */
function declaredIn({job}: JobSources, {registry}: World): OutputOf {
  const types = new Map(job.mods.map(({name, type}) => [name, type]))
  return (name, path) => {
    const type = types.get(name)
    if (type === undefined) return {found: 'no_such_mod'}
    const entry = Object.hasOwn(registry.mods, type) ? registry.mods[type] : undefined
    // An unknown type is told of where it stands; whether it has such an output nobody can say.
    return entry === undefined ? {found: 'pending'} : declaredOutput(entry, path)
  }
}

function notInJob(name: string, {job}: JobSources): Problem {
  const names = job.mods.map((mod) => mod.name)
  return problem('not_in_job', `${job.name} has no mod "${name}"`, {
    at: job.document.at(['mods']),
    hint: didYouMean(name, names) ?? `its mods are ${names.join(', ')}`,
  })
}

function unknownSetMods({job, set}: JobSources): readonly Problem[] {
  const names = job.mods.map(({name}) => name)
  return Object.keys(set.mods)
    .filter((name) => !names.includes(name))
    .map((name) =>
      problem('bad_set_option', `--set ${name}.…: ${job.name} has no mod "${name}"`, {
        hint: didYouMean(name, names) ?? `its mods are ${names.join(', ')}`,
      }),
    )
}
