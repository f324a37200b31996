import {isDeepStrictEqual} from 'node:util'
import {isGlob, isMatch} from '../data/find-files.js'
import {didYouMean} from '../errors/nearest.js'
import {firstProblems, mostProblems} from '../errors/first-problems.js'
import {problem} from '../errors/problem.js'
import {orderMods} from '../job/order-mods.js'
import type {JobMod} from '../model/job.js'
import {own} from '../model/own.js'
import type {Checked, Problem} from '../model/problem.js'
import {fusedMods} from './fused-mods.js'
import {itemsOf} from './for-each.js'
import {edgesOf, unknownNeeds, type Edge} from './job-edges.js'
import {callOf, modNamesOf, type JobSources, type OutputOf} from './job-sources.js'
import {outputClashes} from './output-clashes.js'
import {declaredOutput} from './outputs.js'
import {prepareMod, type PreparedMod} from './prepare-mod.js'
import type {World} from './world.js'

/** A job that can run, as far as can be known before it does. */
export interface JobPlan {
  /** Names of its mods in the order they run. */
  readonly order: readonly string[]
  /** For each mod, those that must have succeeded before it. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>
  /** Of those, the ones that it only waits for: it uses nothing of theirs that can be seen. */
  readonly waits: ReadonlyMap<string, ReadonlySet<string>>
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

  const needs = new Map(job.mods.map((mod) => [mod.name, edgesOf(sources, mod, consumedBy(mod, world))]))
  const ordered = orderMods(job.mods, needs)
  if (!ordered.ok) problems.push(...ordered.problems)

  const prepared = new Map<string, PreparedMod>()
  const makers = new Map<string, string>()
  const files: [reader: string, writer: string][] = []
  const isMadeByJob = (path: string) => makers.has(path)
  const declared = declaredIn(sources, world)
  for (const mod of inOrder(wanted, ordered)) {
    if (problems.length > mostProblems) break
    problems.push(...unknownNeeds(sources, mod))
    const outcome = await prepareStep(sources, mod, declared, isMadeByJob, world)
    if (!outcome.ok) {
      problems.push(...outcome.problems)
      continue
    }
    for (const to of makersOf(outcome.value.inputs, makers)) files.push([mod.name, to])
    const imported = await world.importMod(outcome.value.entry)
    if (!imported.ok)
      problems.push(...imported.problems.map((one) => ({at: job.document.at(['mods', mod.name, '_type'], 'value'), ...one})))
    problems.push(...outputClashes(sources, mod, outcome.value, makers, world.registryFile))
    prepared.set(mod.name, outcome.value)
    for (const path of outcome.value.outputs) makers.set(path, mod.name)
  }
  if (!ordered.ok || problems.length > 0) return {ok: false, problems: firstProblems(problems)}
  const wantedNames = new Set(wanted.map(({name}) => name))
  return {
    ok: true,
    value: {
      order: ordered.value.filter((name) => wantedNames.has(name)),
      needs: allNeeds(needs, files),
      waits: new Map([...needs].map(([name, edges]) => [name, onlyWaitedFor(edges)])),
      prepared,
      isMadeByJob,
      fused: fusedMods(sources),
    },
  }
}

/** A mod's parameters checked; of one with `_for_each` those for each of its items, and then those of the first. */
async function prepareStep(
  sources: JobSources,
  mod: JobMod,
  output: OutputOf,
  isMadeByJob: JobPlan['isMadeByJob'],
  world: World,
): Promise<Checked<PreparedMod>> {
  if (mod.options['_for_each'] === undefined) return await prepareMod(callOf(sources, mod, output, isMadeByJob), world)
  const items = await itemsOf(sources, mod, output, isMadeByJob, world)
  if (!items.ok) return items
  const prepared: PreparedMod[] = []
  const problems: Problem[] = []
  for (const item of items.value) {
    if (problems.length > mostProblems) break
    const outcome = await prepareMod(callOf(sources, mod, output, isMadeByJob, item), world)
    if (outcome.ok) prepared.push(outcome.value)
    else problems.push(...outcome.problems.filter((one) => !problems.some((told) => isDeepStrictEqual(told, one))))
  }
  const [first] = prepared
  if (first === undefined || problems.length > 0) return {ok: false, problems}
  const all = {inputs: prepared.flatMap(({inputs}) => inputs), outputs: prepared.flatMap(({outputs}) => outputs)}
  return {ok: true, value: {...first, name: mod.name, ...all}}
}

/** Edges, and besides for each file that one mod reads and another writes, that its reader comes after its writer. */
function allNeeds(
  edges: ReadonlyMap<string, readonly Edge[]>,
  files: readonly (readonly [reader: string, writer: string])[],
): JobPlan['needs'] {
  const needs = new Map([...edges].map(([name, to]) => [name, new Set(to.map((edge) => edge.to))]))
  for (const [reader, writer] of files) needs.get(reader)?.add(writer)
  return needs
}

function onlyWaitedFor(edges: readonly Edge[]): ReadonlySet<string> {
  const used = new Set(edges.flatMap(({to, isUse}) => (isUse ? [to] : [])))
  return new Set(edges.flatMap(({to}) => (used.has(to) ? [] : [to])))
}

/** The mods that write what a path or a glob names. */
function makersOf(inputs: readonly string[], makers: ReadonlyMap<string, string>): readonly string[] {
  return inputs.flatMap((input) => {
    const maker = makers.get(input)
    if (maker !== undefined) return [maker]
    return isGlob(input) ? [...makers].flatMap(([path, name]) => (isMatch(path, input) ? [name] : [])) : []
  })
}

function consumedBy({type}: JobMod, {registry}: World): readonly string[] {
  return own(registry.mods, type)?.interface.globals_consumed ?? []
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
    const entry = own(registry.mods, type)
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
  const known = modNamesOf(job)
  return Object.keys(set.mods)
    .filter((name) => !known.has(name))
    .map((name) =>
      problem('bad_set_option', `--set ${name}.…: ${job.name} has no mod "${name}"`, {
        hint: didYouMean(name, names) ?? `its mods are ${names.join(', ')}`,
      }),
    )
}
