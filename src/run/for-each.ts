import {dirname, resolve} from 'node:path'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {JsonValue} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {ErrorExitCode, ModReturn, Result} from '../model/result.js'
import {exitCodes, isExitCode, worstExitCode} from '../errors/exit-codes.js'
import type {Dataset} from '../model/dataset.js'
import {PendingValue} from '../params/pending-value.js'
import {resolveReferences} from '../params/resolve-references.js'
import {callOf, itemName, type JobItem, type JobSources, type OutputOf} from './job-sources.js'
import {KeptTable} from './kept-table.js'
import type {World} from './world.js'

/** The items of a mod with `_for_each`; one that is pending where the list is yet to come. */
export async function itemsOf(
  sources: JobSources,
  mod: JobMod,
  output: OutputOf,
  isMadeByJob: (path: string) => boolean,
  world: Pick<World, 'identify'>,
): Promise<Checked<readonly JobItem[]>> {
  const {job} = sources
  const written = mod.options['_for_each'] ?? null
  const locate = (path: readonly (number | string)[]) => job.document.at(['mods', mod.name, '_for_each', ...path], 'value')
  const refused = (message: string, hint?: string): Checked<never> => ({
    ok: false,
    problems: [problem('bad_for_each', message, {at: locate([]), hint})],
  })
  const taken = [...job.mods.map(({name}) => name), ...Object.keys(job.globals)].includes(itemName)
  if (taken)
    return refused(`_for_each calls its item "${itemName}", and this job has a mod or global of that name`, 'rename that')
  const {scope} = callOf(sources, mod, output, isMadeByJob)
  const {value, problems} = resolveReferences(written, scope, locate)
  if (problems.length > 0) return {ok: false, problems}
  if (value instanceof PendingValue) return {ok: true, value: [{name: `${mod.name}[0]`, value}]}
  if (Array.isArray(value)) {
    if (value.length === 0) return refused(`${mod.name}: the list of _for_each is empty`, 'leave the mod out, or give it items')
    return {ok: true, value: value.map((item: unknown, index) => ({name: `${mod.name}[${String(index)}]`, value: item}))}
  }
  if (typeof value !== 'string') return refused(`${mod.name}: _for_each is a list, a glob, or a reference to a list`)
  const glob = resolve(dirname(job.file), value)
  const files = await world.identify([glob])
  if (files.length === 0 && isMadeByJob(glob))
    return {ok: true, value: [{name: `${mod.name}[0]`, value: new PendingValue(value)}]}
  if (files.length === 0) return refused(`${mod.name}: no file matches ${glob}`, 'paths start at the folder of the job file')
  return {ok: true, value: files.map(({path}, index) => ({name: `${mod.name}[${String(index)}]`, value: path}))}
}

/**
 * What the results of all items come to: the worst status; metrics that are numbers added up (of columns the
 * most that one had), and how many items there were; of each global the list of what the items gave; warnings and errors with the name of their item.
 */
export function combineItems(results: readonly Result[]): Omit<ModReturn, 'artifacts'> {
  const worst = worstExitCode(results.map(({exit_code: code}) => (isExitCode(code) ? code : exitCodes.bug)))
  const metrics = new Map<string, number>()
  const globals = new Map<string, JsonValue[]>()
  for (const result of results) {
    for (const [name, value] of Object.entries(result.metrics)) {
      if (typeof value !== 'number') continue
      const before = metrics.get(name) ?? 0
      metrics.set(name, name.startsWith('columns_') ? Math.max(before, value) : before + value)
    }
    for (const [name, value] of Object.entries(result.globals)) {
      const given = globals.get(name)
      if (given === undefined) globals.set(name, [value])
      else given.push(value)
    }
  }
  const named = (kind: 'errors' | 'warnings') =>
    results.flatMap((result) => result[kind].map((one) => ({...one, message: `${result.logs.mod_name}: ${one.message}`})))
  return {
    ...statusOf(worst),
    metrics: {...Object.fromEntries(metrics), items: results.length},
    globals: Object.fromEntries(globals),
    warnings: named('warnings'),
    errors: named('errors'),
  }
}

function statusOf(code: number): Pick<ModReturn, 'exit_code' | 'status'> {
  if (code === exitCodes.success) return {status: 'success', exit_code: code}
  if (code === exitCodes.warning) return {status: 'warning', exit_code: code}
  return {status: 'error', exit_code: code as ErrorExitCode} // what is neither of the two is one of an error
}

/** For each port the tables of all items below each other, in the order of the items. */
export async function uniteItems(
  name: string,
  results: readonly Result[],
  {engine}: Pick<World, 'engine'>,
): Promise<Readonly<Record<string, unknown>>> {
  const united: Record<string, unknown> = {}
  for (const port of new Set(results.flatMap(({artifacts}) => Object.keys(artifacts)))) {
    const values = results.flatMap(({artifacts}) => (Object.hasOwn(artifacts, port) ? [artifacts[port]] : []))
    const tables: Dataset[] = []
    for (const value of values) {
      if (value instanceof KeptTable) tables.push(await engine.open(value.reference))
      else if (engine.isDataset(value)) tables.push(value)
    }
    united[port] = tables.length === values.length ? await unionOf(name, tables, engine) : values
  }
  return united
}

async function unionOf(name: string, tables: readonly Dataset[], engine: World['engine']): Promise<unknown> {
  if (tables.length === 1) return tables[0]
  const inputs = Object.fromEntries(tables.map((table, index) => [`item_${String(index)}`, table]))
  const query = Object.keys(inputs)
    .map((input) => `SELECT * FROM ${input}`)
    .join(' UNION ALL BY NAME ')
  return await engine.session(name).api.sql(query, inputs)
}
