import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import {own} from '../model/own.js'
import type {Place, Problem} from '../model/problem.js'
import {referencesIn} from '../params/references.js'
import {globalsOf, modNamesOf, type JobSources} from './job-sources.js'

/** That one mod runs after another, and where the job says so. */
export interface Edge {
  readonly to: string
  readonly at: Place | undefined
  /** Whether something of the other is used, or the order alone matters. */
  readonly isUse: boolean
}

/**
 * The mods that must run before this one: those its parameters, its `_for_each` and the globals it uses refer to, and
 * those it names in `_depends_on`. `consumed`: the globals that reach it without being referred to.
 */
export function edgesOf(
  sources: Pick<JobSources, 'globalConfig' | 'job' | 'project' | 'set'>,
  {name, params, options}: JobMod,
  consumed: readonly string[] = [],
): readonly Edge[] {
  const {job, set} = sources
  const names = modNamesOf(job)
  const globals = globalsOf(sources)
  const implicit = consumed.filter((global) => globals.has(global) && !Object.hasOwn(params, global))
  const written = referencesIn(
    {
      ...params,
      ...own(set.mods, name),
      _for_each: options['_for_each'] ?? null,
      ...Object.fromEntries(implicit.map((global) => [global, `\${${global}}`])),
    },
    globals,
  ).filter((reference) => reference.kind === 'name' && names.has(reference.name))
  // A global may refer to the same mod ten thousand times: one edge says it all.
  const first = new Map(written.toReversed().map((reference) => [reference.name, reference.path]))
  const uses = [...first]
    .reverse()
    .map(([to, path]) => ({to, at: job.document.at(['mods', name, ...path], 'value'), isUse: true}))
  const at = job.document.at(['mods', name, '_depends_on'], 'value')
  return [...uses, ...dependsOn(options).map((to) => ({to, at, isUse: false}))]
}

function dependsOn(options: JobMod['options']): readonly string[] {
  const named = options['_depends_on']
  if (typeof named === 'string') return [named]
  return Array.isArray(named) ? named.filter((one): one is string => typeof one === 'string') : []
}

/** The names in `_depends_on` that are no mods of the job. */
export function unknownNeeds({job}: Pick<JobSources, 'job'>, {name, options}: JobMod): readonly Problem[] {
  const names = modNamesOf(job)
  return dependsOn(options)
    .filter((to) => !names.has(to))
    .map((to) =>
      problem('not_in_job', `${name} depends on "${to}", which is no mod of ${job.name}`, {
        at: job.document.at(['mods', name, '_depends_on'], 'value'),
        hint: didYouMean(to, [...names]),
      }),
    )
}
