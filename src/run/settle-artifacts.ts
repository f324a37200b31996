import {clipped} from '../errors/message-of.js'
import {problem} from '../errors/problem.js'
import type {Dataset, DatasetReference} from '../model/dataset.js'
import type {Problem} from '../model/problem.js'
import {toJson} from '../result/to-json.js'
import type {ModReturn} from '../model/result.js'
import {problemsOf, underGuard} from './execute.js'
import {modLogger} from './mod-logger.js'
import type {PreparedMod} from './prepare-mod.js'
import type {World} from './world.js'

export interface SettledArtifacts {
  /** Live values: Datasets, computed and held, and JSON. */
  readonly artifacts: Readonly<Record<string, unknown>>
  /** Tables that were kept where they outlive the process. */
  readonly references: Readonly<Record<string, DatasetReference>>
  readonly problems: readonly Problem[]
}

/**
 * Makes the artifacts of a mod final: every table becomes a Dataset that is computed once, here, so that a fault in its
 * data is this mod's fault and not that of the one that reads it. The tables of a fused mod stay as they are.
 */
export async function settleArtifacts(
  modName: string,
  artifacts: Readonly<Record<string, unknown>>,
  {engine, keep}: Pick<World, 'engine' | 'keep'>,
  fused: boolean,
): Promise<SettledArtifacts> {
  const settled: Record<string, unknown> = {}
  const references: Record<string, DatasetReference> = {}
  const problems: Problem[] = []
  for (const [port, value] of Object.entries(artifacts)) {
    try {
      if (!engine.holdsTable(value)) {
        const json = toJson(value)
        if (json.ok) settled[port] = json.value
        else problems.push(badArtifact(port, json))
        continue
      }
      const dataset: Dataset = await engine.toDataset(value)
      if (fused) settled[port] = dataset
      else if (keep === undefined) settled[port] = await dataset.materialise()
      else settled[port] = await engine.open((references[port] = await keep(modName, port, dataset)))
    } catch (error) {
      problems.push(...problemsOf(error))
    }
  }
  return {artifacts: settled, references, problems}
}

function badArtifact(port: string, {reason, isTooMuch}: {readonly reason: string; readonly isTooMuch?: boolean}): Problem {
  if (isTooMuch !== true) return problem('bad_result', `artifact "${port}" is ${reason}: neither a table nor JSON`)
  const hint = 'give what is large as a table, or write it to a file'
  return problem('bad_result', `artifact "${port}" is ${reason}, more than a result holds`, {hint})
}

/** So many artifacts that no port has are told of by name. */
const mostStrange = 100

/**
 * Settles what a mod has returned for its output ports; as its own code, which it may be: an iterable that it has written,
 * or a table with getters.
 */
export async function settleReturned(
  {name, entry}: PreparedMod,
  artifacts: ModReturn['artifacts'],
  world: World,
  {fused, signal}: {readonly fused: boolean; readonly signal: AbortSignal},
): Promise<SettledArtifacts> {
  const ports = Object.keys(artifacts)
  const strange = ports.filter((port) => !entry.interface.output_ports.includes(port))
  if (strange.length > 0) {
    const hint = 'output_ports of its interface lists what it gives'
    const problems = strange
      .slice(0, mostStrange)
      .map((port) => problem('bad_result', `artifact "${clipped(port)}" is none of the mod's output ports`, {hint}))
    if (strange.length > mostStrange)
      problems.push(problem('bad_result', `nor are ${String(strange.length - mostStrange)} more artifacts`, {hint}))
    return {artifacts: {}, references: {}, problems}
  }
  const settle = () => settleArtifacts(name, artifacts, world, fused)
  if (ports.length === 0) return await settle()
  try {
    return await underGuard(settle, {signal, logger: modLogger(world.logger(name)), modName: name}, world)
  } catch (error) {
    return {artifacts: {}, references: {}, problems: problemsOf(error)}
  }
}
