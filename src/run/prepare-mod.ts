import {dirname} from 'node:path'
import {fileFault} from '../errors/file-fault.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {MergedParams, Origin} from '../model/params.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {mergeParams, type ParamLayer} from '../params/merge-params.js'
import {isPlain, PendingValue} from '../params/pending-value.js'
import {resolvePaths} from '../params/resolve-paths.js'
import {resolveReferences, type ReferenceScope} from '../params/resolve-references.js'
import {findMod} from '../registry/find-mod.js'
import type {World} from './world.js'

/** A mod as somebody wants it run: its name and type, and where its parameters come from. */
export interface ModCall {
  readonly name: string
  readonly type: string
  /** Where the mod stands in its file. */
  readonly at?: Place | undefined
  /** Where its type stands. */
  readonly typeAt?: Place | undefined
  /** The chain of parameters, lowest first; of the globals those that the mod consumes. */
  layers(consumed: ReadonlySet<string>): readonly ParamLayer[]
  readonly scope: ReferenceScope
  /** Folder that relative paths start at where no file names them. */
  readonly folder: string
  /** What it has from the last run, where it keeps a mark of how far it has come. */
  readonly watermark?: JsonValue | undefined
  /** Whether another mod of the job writes this file, so that it need not be there yet. */
  isMadeByJob(path: string): boolean
}

/** A mod that can run: its parameters are resolved, valid and complete. */
export interface PreparedMod {
  readonly name: string
  readonly entry: RegistryEntry
  readonly params: Readonly<Record<string, unknown>>
  readonly globals: Readonly<Record<string, JsonValue>>
  readonly origins: ReadonlyMap<string, Origin>
  /** Files, and globs of files, that it will read. */
  readonly inputs: readonly string[]
  /** Files that it will write. */
  readonly outputs: readonly string[]
}

/** Looks up, merges, resolves and validates: all that is checked before a mod runs, every problem at once. */
export async function prepareMod(
  call: ModCall,
  world: Pick<World, 'registry' | 'registryFile' | 'validators' | 'whyAbsent'>,
): Promise<Checked<PreparedMod>> {
  const found = findMod(world.registry, call.type, world.registryFile)
  const consumed = new Set(found.ok ? found.value.interface.globals_consumed : [])
  const merged = mergeParams(call.layers(consumed))
  const {resolved, unresolved, problems} = resolveAll(merged, call.scope)
  if (!found.ok)
    return {
      ok: false,
      problems: [...found.problems.map((one) => (call.typeAt === undefined ? one : {...one, at: call.typeAt})), ...problems],
    }
  const entry = found.value

  const paths = resolvePaths(resolved, {
    schema: entry.config_schema,
    folderOf: (param) => {
      const origin = merged.get(param)?.origin
      return origin?.at === undefined || origin.kind === 'command line' ? call.folder : dirname(origin.at.file)
    },
  })
  for (const {param, path} of paths.inputs) {
    if (call.isMadeByJob(path)) continue
    const at = merged.get(param)?.locate([]) ?? call.at
    problems.push(...(await whyMissing(path, `"${param}" of ${call.name}`, at, world)))
  }

  const {validateParams} = await import('../schema/validate-params.js')
  const valid = await validateParams({
    modType: call.type,
    entry,
    params: paths.params,
    at: call.at,
    locate: (param, path, part) => (part === 'key' ? merged.get(param)?.origin.at : merged.get(param)?.locate(path)),
    inheritedBy: (param) => (merged.get(param)?.origin.kind === 'project defaults' ? `${call.name} (${call.type})` : undefined),
    isOpaque: isLive,
    isNoTable: (value) => value instanceof PendingValue && value.isNoTable,
    validators: world.validators,
    isUnresolved: (param) => unresolved.has(param),
  })
  if (!valid.ok) problems.push(...valid.problems)
  if (!valid.ok || problems.length > 0) return {ok: false, problems}

  return {
    ok: true,
    value: {
      name: call.name,
      entry,
      params: {...valid.value, _mod_name: call.name, _mod_type: call.type},
      globals: Object.fromEntries(Object.entries(valid.value).filter(([name]) => consumed.has(name))) as Record<
        string,
        JsonValue
      >,
      origins: new Map([...merged].map(([param, {origin}]) => [param, origin])),
      inputs: paths.inputs.map(({path}) => path),
      outputs: paths.outputs.map(({path}) => path),
    },
  }
}

/** Whether a value has a life of its own, as tables and pending values do, and is no plain data. */
function isLive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)
}

/** The parameters with their references resolved; a PendingValue where one could not be, which the problems tell of. */
function resolveAll(
  merged: MergedParams,
  scope: ReferenceScope,
): {readonly resolved: Record<string, unknown>; readonly unresolved: ReadonlySet<string>; readonly problems: Problem[]} {
  const problems: Problem[] = []
  const unresolved = new Set<string>()
  const resolved: Record<string, unknown> = {}
  for (const [param, {value, locate}] of merged) {
    const outcome = resolveReferences(value, scope, locate)
    problems.push(...outcome.problems)
    // Validation must not complain a second time of what was told of here.
    if (outcome.problems.length > 0) unresolved.add(param)
    resolved[param] = outcome.problems.length > 0 ? new PendingValue(param) : outcome.value
  }
  return {resolved, unresolved, problems}
}

/** The problem of a file that is not there, or is none, or of which that cannot be told. */
async function whyMissing(
  path: string,
  what: string,
  at: Place | undefined,
  world: Pick<World, 'whyAbsent'>,
): Promise<readonly Problem[]> {
  try {
    const why = await world.whyAbsent(path)
    return why === undefined ? [] : [problem('input_file_missing', `${what}: ${why}`, {at})]
  } catch (error) {
    return [{...fileFault('input_file_missing', `${what}: cannot look at ${path}`, error), ...(at !== undefined && {at})}]
  }
}
