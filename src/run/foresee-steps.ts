import type {JobMod} from '../model/job.js'
import {own} from '../model/own.js'
import {itemsOf} from './for-each.js'
import type {JobItem, JobSources, OutputOf} from './job-sources.js'
import type {JobWorld} from './job-world.js'
import {artifactOf} from './kept-table.js'
import {declaredOutput, outputOf} from './outputs.js'
import type {JobPlan} from './plan-job.js'
import type {Selected} from './selection.js'
import {judge, unitOf} from './step-unit.js'

/** What a run would do with a step. */
export interface ForeseenStep {
  readonly name: string
  readonly needs: readonly string[]
  /** Whether its mod would run; undefined for a step that was not asked for. */
  readonly runs: boolean | undefined
  readonly reason: string
  /** Files it would read, as they are now; those that a step before it is yet to write are not among them. */
  readonly reads: readonly string[]
  /** Files it would write. */
  readonly writes: readonly string[]
}

interface Known {
  readonly output: ReturnType<typeof outputsOf>
  readonly execution: string
}

/** What a run would do with each step, in order, as far as it can be told before: a step after one that runs, runs. */
export async function foreseeSteps(
  sources: JobSources,
  plan: JobPlan,
  {names, always}: Selected,
  world: JobWorld,
): Promise<readonly ForeseenStep[]> {
  const known = new Map<string, Known>()
  const byName = new Map(sources.job.mods.map((mod) => [mod.name, mod]))
  const sight = {sources, plan, always, world, known, byName}
  const foreseen: ForeseenStep[] = []
  for (const name of plan.order) {
    const mod = byName.get(name)
    if (mod === undefined) continue
    const prepared = plan.prepared.get(name)
    const reads = (await world.identify(prepared?.inputs ?? [])).map(({path}) => path)
    const more = {name, needs: [...(plan.needs.get(name) ?? [])], reads, writes: prepared?.outputs ?? []}
    if (!names.has(name)) {
      const ended = (await world.earlier(name))?.state.ended
      if (ended !== undefined) known.set(name, {output: outputsOf(ended.result), execution: ended.execution})
      foreseen.push({...more, runs: undefined, reason: 'it was not asked for'})
      continue
    }
    const seen = await foresee(mod, sight)
    if (seen.known !== undefined) known.set(name, seen.known)
    foreseen.push({...more, runs: seen.known === undefined, reason: seen.reason})
  }
  return foreseen
}

interface Sight {
  readonly sources: JobSources
  readonly plan: JobPlan
  readonly always: ReadonlySet<string>
  readonly world: JobWorld
  readonly known: ReadonlyMap<string, Known>
  readonly byName: ReadonlyMap<string, JobMod>
}

async function foresee(mod: JobMod, sight: Sight): Promise<{readonly reason: string; readonly known?: Known}> {
  const {sources, plan, world, known, byName} = sight
  const earlier = await world.earlier(mod.name)
  const waits = plan.waits.get(mod.name) ?? new Set()
  const before = [...(plan.needs.get(mod.name) ?? [])]
  const alwaysRuns = (name: string) => byName.get(name)?.options['_always_run'] === true
  const counting = before.filter((name) => !(waits.has(name) && alwaysRuns(name)))
  const runs = counting.find((name) => !known.has(name))
  if (runs !== undefined) return {reason: earlier === undefined ? 'it has not run yet' : `${runs} runs`}
  const needs = Object.fromEntries(counting.map((name) => [name, known.get(name)?.execution ?? '']))
  const output = outputIn(sight)
  const ended = earlier?.state.ended
  if (mod.options['_for_each'] === undefined) {
    const seen = await look(mod, undefined, needs, output, sight)
    return seen.runs || ended === undefined ? {reason: seen.reason} : {reason: seen.reason, known: knownOf(ended)}
  }
  const items = await itemsOf(sources, mod, output, plan.isMadeByJob, world)
  if (!items.ok) return {reason: 'its items are yet to come'}
  const seen = await Promise.all(items.value.map(async (item) => ({item, ...(await look(mod, item, needs, output, sight))})))
  const first = seen.find((one) => one.runs)
  if (first !== undefined) {
    const count = seen.filter((one) => one.runs).length
    return {reason: `${String(count)} of ${String(seen.length)} items: ${first.item.name}: ${first.reason}`}
  }
  return ended === undefined ? {reason: 'it has not run yet'} : {reason: seen[0]?.reason ?? '', known: knownOf(ended)}
}

async function look(
  mod: JobMod,
  item: JobItem | undefined,
  needs: Readonly<Record<string, string>>,
  output: OutputOf,
  {sources, plan, always, world}: Sight,
): Promise<{readonly runs: boolean; readonly reason: string}> {
  const judged = await judge(unitOf(sources, plan, mod, output, {always, open: () => []}, item), needs, world)
  return judged.ok ? {runs: judged.verdict.run, reason: judged.verdict.reason} : {runs: true, reason: 'it has not run yet'}
}

/** Answers references from what stays as it is, and from what steps declare that are yet to run. */
function outputIn({byName, world, known}: Sight): OutputOf {
  return (name, path) => {
    const entry = own(world.registry.mods, byName.get(name)?.type ?? '')
    return known.get(name)?.output(path) ?? (entry === undefined ? {found: 'pending'} : declaredOutput(entry, path))
  }
}

function knownOf({result, execution}: {readonly result: Parameters<typeof outputsOf>[0]; readonly execution: string}): Known {
  return {output: outputsOf(result), execution}
}

function outputsOf(result: Parameters<typeof outputOf>[0]) {
  const artifacts = Object.fromEntries(Object.entries(result.artifacts).map(([port, value]) => [port, artifactOf(value)]))
  return (path: readonly string[]) => outputOf({...result, artifacts}, path)
}
