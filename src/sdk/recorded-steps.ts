import {own} from '../model/own.js'
import type {Registry} from '../model/registry.js'
import type {RecordedStep} from '../model/run-record.js'
import {edgesOf} from '../run/job-edges.js'
import type {JobSources} from '../run/job-sources.js'

/** The steps of a job as a run records them. */
export function recordedSteps(sources: JobSources, {mods}: Pick<Registry, 'mods'>): readonly RecordedStep[] {
  return sources.job.mods.map((mod) => {
    const entry = own(mods, mod.type)
    const edges = edgesOf(sources, mod, entry?.interface.globals_consumed)
    return {
      name: mod.name,
      type: mod.type,
      category: entry?.metadata.category ?? '',
      needs: [...new Set(edges.map(({to}) => to))],
    }
  })
}
