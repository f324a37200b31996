import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Place, Problem} from '../model/problem.js'
import type {JobSources} from './job-sources.js'
import type {PreparedMod} from './prepare-mod.js'

/**
 * The outputs of a mod that another one, or another item of it, writes already, or that the job is made from. `makers`
 * has the mod that writes a file, by path.
 */
export function outputClashes(
  sources: Pick<JobSources, 'job' | 'project'>,
  mod: JobMod,
  {outputs, params}: PreparedMod,
  makers: ReadonlyMap<string, string>,
  registryFile: string,
): readonly Problem[] {
  const {job, project} = sources
  const own = new Map([
    [job.file, 'this job'],
    [registryFile, 'the registry'],
    ...(project === undefined ? [] : [[project.document.file, 'the defaults of the project'] as const]),
  ])
  const at = (path: string): Place | undefined => {
    const [param] = Object.entries(params).find(([, value]) => value === path) ?? []
    const place = param === undefined ? undefined : job.document.at(['mods', mod.name, param], 'value')
    return place ?? job.document.at(['mods', mod.name])
  }
  const clash = (path: string, message: string, hint: string) => problem('output_clash', message, {at: at(path), hint})
  const seen = new Set<string>()
  return outputs.flatMap((path) => {
    const [maker, made] = [makers.get(path), own.get(path)]
    const isTwice = seen.has(path)
    seen.add(path)
    if (made !== undefined) return [clash(path, `${mod.name} would write over ${made}, ${path}`, 'name another file')]
    if (maker !== undefined)
      return [clash(path, `${mod.name} and ${maker} would both write ${path}`, 'name another file, or unite their tables before')]
    if (isTwice)
      return [clash(path, `two items of ${mod.name} would both write ${path}`, 'let the name depend on the item: ${item}')]
    return []
  })
}
