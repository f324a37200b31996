import {isolationOf} from '../job/isolation.js'
import {own} from '../model/own.js'
import {referencesIn} from '../params/references.js'
import type {JobSources} from './job-sources.js'

/**
 * The mods whose tables are left for their reader to compute: those for which the job says `materialize: never`, unless one
 * of their tables has two readers, which would compute it twice, or somebody refers to a count that only computing it tells.
 */
export function fusedMods({job, set}: Pick<JobSources, 'job' | 'set'>): ReadonlySet<string> {
  const wantedOf = new Map<string, (readonly string[])[]>()
  for (const {name, params} of job.mods)
    for (const reference of referencesIn({...params, ...own(set.mods, name)})) {
      if (reference.kind !== 'name') continue
      const wanted = wantedOf.get(reference.name)
      if (wanted === undefined) wantedOf.set(reference.name, [reference.rest])
      else wanted.push(reference.rest)
    }
  const canFuse = (modName: string) => {
    const wanted = wantedOf.get(modName) ?? []
    const ports = wanted.map(([first, second]) => (first === 'artifacts' ? second : first))
    const wantsCount = wanted.some(([first]) => first === 'globals' || first === 'metrics')
    return !wantsCount && new Set(ports).size === ports.length
  }
  const wished = job.mods.filter(
    (mod) => (mod.options['_materialize'] ?? job.materialize) === 'never' && isolationOf(mod, true) === undefined,
  )
  return new Set(wished.map(({name}) => name).filter(canFuse))
}
