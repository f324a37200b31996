import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Place, Problem} from '../model/problem.js'
import {referencesIn} from '../params/references.js'
import type {JobSources} from './job-sources.js'

/** That one mod runs after another, and where the job says so. */
export interface Edge {
  readonly to: string
  readonly at: Place | undefined
}

/** The mods that must run before this one: those its parameters refer to, and those it names in `_depends_on`. */
export function edgesOf({job, set}: Pick<JobSources, 'job' | 'set'>, {name, params, options}: JobMod): readonly Edge[] {
  const names = new Set(job.mods.map((mod) => mod.name))
  const written = referencesIn({...params, ...set.mods[name]})
    .filter((reference) => reference.kind === 'name' && names.has(reference.name))
    .map((reference) => ({to: reference.name, at: job.document.at(['mods', name, ...reference.path], 'value')}))
  return [...written, ...dependsOn(options).map((to) => ({to, at: job.document.at(['mods', name, '_depends_on'], 'value')}))]
}

function dependsOn(options: JobMod['options']): readonly string[] {
  const named = options['_depends_on']
  if (typeof named === 'string') return [named]
  return Array.isArray(named) ? named.filter((one): one is string => typeof one === 'string') : []
}

const supported = new Set(['_depends_on', '_materialize', '_timeout'])

/** The options of a mod that this version cannot honour yet: refused, because passing over them would be a lie. */
export function unsupportedOptions({job}: Pick<JobSources, 'job'>, {name, options}: JobMod): readonly Problem[] {
  const names = job.mods.map((mod) => mod.name)
  const unknown = dependsOn(options)
    .filter((to) => !names.includes(to))
    .map((to) =>
      problem('not_in_job', `${name} depends on "${to}", which is no mod of ${job.name}`, {
        at: job.document.at(['mods', name, '_depends_on'], 'value'),
        hint: didYouMean(to, names),
      }),
    )
  const unsupported = Object.keys(options)
    .filter((option) => !supported.has(option))
    .map((option) =>
      problem('unsupported_option', `"${option}" is reserved for DataPy and does nothing in this version`, {
        at: job.document.at(['mods', name, option]),
        hint: 'remove it',
      }),
    )
  return [...unknown, ...unsupported]
}
