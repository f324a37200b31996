import {dirname} from 'node:path'
import type {Job, JobMod, ProjectDefaults} from '../model/job.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import type {Place} from '../model/problem.js'
import type {ParamLayer} from '../params/merge-params.js'
import type {OutputLookup, ReferenceScope} from '../params/resolve-references.js'
import {placeInSetOption, type SetOptions} from '../params/set-option.js'
import type {ModCall} from './prepare-mod.js'

/** Everything a job's parameters can come from. */
export interface JobSources {
  readonly job: Job
  readonly project?: ProjectDefaults | undefined
  /** What `setGlobalConfig` was given. */
  readonly globalConfig: JsonObject
  readonly set: SetOptions
  readonly run: {readonly id: string; readonly date: string}
  readonly env: ReferenceScope['env']
  readonly secret: ReferenceScope['secret']
}

/** One item of a mod's `_for_each`. */
export interface JobItem {
  /** The mod's name with the number of the item: `load[3]`. */
  readonly name: string
  /** A JSON value; pending where an earlier mod is yet to give it. */
  readonly value: unknown
}

/** What an item is called in the parameters of its mod: `${item}`. */
export const itemName = 'item'

export type OutputOf = (modName: string, path: readonly string[]) => OutputLookup

/** How a mod of a job is to be run, given the outputs of the others. */
export function callOf(
  sources: JobSources,
  mod: JobMod,
  output: OutputOf,
  isMadeByJob: ModCall['isMadeByJob'],
  item?: JobItem,
): ModCall {
  const {job} = sources
  return {
    name: item?.name ?? mod.name,
    type: mod.type,
    at: job.document.at(['mods', mod.name]),
    typeAt: job.document.at(['mods', mod.name, '_type'], 'value'),
    layers: (consumed) => layersOf(sources, mod, consumed),
    scope: scopeOf(sources, output, item),
    folder: dirname(job.file),
    isMadeByJob,
  }
}

/** The chain of design: schema defaults come last, in validation, so everything here lies above them. */
function layersOf({job, project, globalConfig, set}: JobSources, mod: JobMod, only: ReadonlySet<string>): readonly ParamLayer[] {
  const nowhere = () => undefined
  const inJob =
    (...start: readonly string[]): ParamLayer['locate'] =>
    (path, part) =>
      job.document.at([...start, ...path], part)
  const inProject =
    (...start: readonly string[]): ParamLayer['locate'] =>
    (path, part) =>
      project?.document.at([...start, ...path], part)
  const inSet =
    (owner: string): ParamLayer['locate'] =>
    ([param]) =>
      placeInSetOption(set, owner, String(param))
  return [
    {kind: 'project globals', values: project?.globals ?? {}, only, locate: inProject('globals')},
    {kind: 'global config', values: globalConfig, only, locate: nowhere},
    {kind: 'project defaults', values: project?.mod_defaults[mod.type] ?? {}, locate: inProject('mod_defaults', mod.type)},
    {kind: 'job globals', values: job.globals, only, locate: inJob('globals')},
    {kind: 'command line', values: set.globals, only, locate: inSet('globals')},
    {kind: 'job', values: mod.params, locate: inJob('mods', mod.name)},
    {kind: 'command line', values: set.mods[mod.name] ?? {}, locate: inSet(mod.name)},
  ]
}

function scopeOf(sources: JobSources, output: OutputOf, item: JobItem | undefined): ReferenceScope {
  const globals = globalsOf(sources)
  return {
    globals: item === undefined ? globals : new Map([...globals, [itemName, {value: item.value as JsonValue}]]), // or pending
    run: sources.run,
    env: sources.env,
    secret: sources.secret,
    output,
    modNames: sources.job.mods.map(({name}) => name),
  }
}

/** Every global of a job, each with its place: project < setGlobalConfig < job < --set. */
export function globalsOf({
  job,
  project,
  globalConfig,
  set,
}: Pick<JobSources, 'globalConfig' | 'job' | 'project' | 'set'>): Map<string, {value: JsonValue; at?: Place}> {
  const globals = new Map<string, {value: JsonValue; at?: Place}>()
  for (const [name, value] of Object.entries(project?.globals ?? {}))
    globals.set(name, placed(value, project?.document.at(['globals', name], 'value')))
  for (const [name, value] of Object.entries(globalConfig)) globals.set(name, {value})
  for (const [name, value] of Object.entries(job.globals))
    globals.set(name, placed(value, job.document.at(['globals', name], 'value')))
  for (const [name, value] of Object.entries(set.globals)) globals.set(name, {value})
  return globals
}

function placed(value: JsonValue, at: Place | undefined): {value: JsonValue; at?: Place} {
  return at === undefined ? {value} : {value, at}
}
