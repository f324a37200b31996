import {dirname} from 'node:path'
import type {Job, JobMod, ProjectDefaults} from '../model/job.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
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
    {
      kind: 'project defaults',
      values: own(project?.mod_defaults ?? {}, mod.type) ?? {},
      locate: inProject('mod_defaults', mod.type),
    },
    {kind: 'job globals', values: job.globals, only, locate: inJob('globals')},
    {kind: 'command line', values: set.globals, only, locate: inSet('globals')},
    {kind: 'job', values: mod.params, locate: inJob('mods', mod.name)},
    {kind: 'command line', values: own(set.mods, mod.name) ?? {}, locate: inSet(mod.name)},
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
    modNames: modNamesOf(sources.job),
  }
}

type Globals = ReferenceScope['globals']
type SourcesOfGlobals = Pick<JobSources, 'globalConfig' | 'job' | 'project' | 'set'>

const globalsOfSources = new WeakMap<SourcesOfGlobals, Globals>()

/**
 * Every global of a job, each with its place: project < setGlobalConfig < job < --set. Asked for by each of a thousand
 * mods, made once; and where a global stands is looked up for those alone that are asked for it.
 */
export function globalsOf(sources: SourcesOfGlobals): Globals {
  const before = globalsOfSources.get(sources)
  if (before !== undefined) return before
  const {job, project, globalConfig, set} = sources
  const globals = new Map([
    ...placed(project?.globals ?? {}, (name) => project?.document.at(['globals', name], 'value')),
    ...placed(globalConfig, () => undefined),
    ...placed(job.globals, (name) => job.document.at(['globals', name], 'value')),
    ...placed(set.globals, () => undefined),
  ])
  globalsOfSources.set(sources, globals)
  return globals
}

function placed(globals: JsonObject, placeOf: (name: string) => Place | undefined) {
  return Object.entries(globals).map(([name, value]) => {
    const global = {
      value,
      get at() {
        return placeOf(name)
      },
    }
    return [name, global] as const
  })
}

const namesOfJobs = new WeakMap<Job, ReadonlySet<string>>()

/** The names of a job's mods; asked for by each of a thousand mods, made once. */
export function modNamesOf(job: Job): ReadonlySet<string> {
  const names = namesOfJobs.get(job) ?? new Set(job.mods.map(({name}) => name))
  namesOfJobs.set(job, names)
  return names
}
