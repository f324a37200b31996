import {dirname} from 'node:path'
import {DataPyError, valueOf} from '../errors/datapy-error.js'
import {orderMods} from '../job/order-mods.js'
import type {RecordedStep} from '../model/run-record.js'
import {createRedactor} from '../params/redact.js'
import {edgesOf} from '../run/job-edges.js'
import {jobSources} from './job-sources.js'
import {loadJob} from './load-job.js'
import {loadRegistry} from './load-registry.js'
import {recordedSteps} from './recorded-steps.js'

/** The steps of a job file and what each comes after. Parameters are not looked into. Throws a DataPyError. */
export async function jobGraph(file: string, registryFile: string | undefined): Promise<readonly RecordedStep[]> {
  const loaded = valueOf(await loadJob(file))
  const sources = jobSources(loaded, '', {}, createRedactor(), new Date())
  const {registry} = await loadRegistry(registryFile, dirname(sources.job.file))
  const ordered = orderMods(sources.job.mods, new Map(sources.job.mods.map((mod) => [mod.name, edgesOf(sources, mod)])))
  if (!ordered.ok) throw new DataPyError(ordered.problems)
  return recordedSteps(sources, registry)
}
