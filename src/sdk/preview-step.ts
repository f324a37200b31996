import type {DataEngine} from '../data/engine.js'
import {DataPyError, valueOf} from '../errors/datapy-error.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {Job, JobMod} from '../model/job.js'
import {own} from '../model/own.js'
import type {Problem} from '../model/problem.js'
import type {Registry} from '../model/registry.js'
import {modRunId} from '../node/run-id.js'
import {createRedactor} from '../params/redact.js'
import {edgesOf} from '../run/job-edges.js'
import type {JobSources} from '../run/job-sources.js'
import {planJob} from '../run/plan-job.js'
import type {World} from '../run/world.js'
import {jobSources} from './job-sources.js'
import {loadJob} from './load-job.js'
import type {SourceOptions} from './preview-file.js'
import {runForTable, worldOf, type StepSettings, type StepTable} from './preview-world.js'

/** The table that a step of a job gives: it and the steps that it needs are run, and leave nothing. Throws a DataPyError. */
export async function tableOfStep(
  file: string,
  {step, port = 'data'}: SourceOptions,
  settings: StepSettings,
  engine: DataEngine,
): Promise<StepTable> {
  const redactor = createRedactor()
  const loaded = valueOf(await loadJob(file, settings.set))
  if (step === undefined) throw new DataPyError([noStep(loaded.job)])
  const sources = jobSources(loaded, modRunId('preview'), {}, redactor, new Date())
  const world = await worldOf(sources, settings, engine, redactor)
  try {
    return await runForTable(await neededSources(sources, step, port, world), step, port, world, redactor, settings)
  } catch (error) {
    throw error instanceof DataPyError ? new DataPyError(redactor.value(error.problems), {cause: error}) : error
  }
}

function noStep({file, mods}: Job): Problem {
  return problem('usage', `${file} is a job: which of its steps?`, {
    hint: `name one with --step: ${mods.map(({name}) => name).join(', ')}`,
  })
}

/** The job less the steps that this one does not need. */
async function neededSources(sources: JobSources, step: string, port: string, world: World): Promise<JobSources> {
  const {job, set} = sources
  const wanted = job.mods.find(({name}) => name === step)
  // Planning the job for a mod that it does not have says so.
  if (wanted === undefined) throw new DataPyError(problemsIn(await planJob(sources, world, step)))
  const names = namesNeeded(sources, wanted)
  const mods = job.mods.filter(({name}) => names.has(name))
  checkGivesTable(sources, wanted, port, world.registry)
  const sinks = mods.filter(({type}) => own(world.registry.mods, type)?.metadata.category === 'sinks')
  if (sinks.length > 0) {
    throw new DataPyError(
      sinks.map(({name}) =>
        problem('no_table', `${step} comes after ${name}, a sink, and a preview runs none`, {
          at: job.document.at(['mods', name]),
          hint: `run the job, or preview a step before ${name}`,
        }),
      ),
    )
  }
  const other = new Set(job.mods.map(({name}) => name).filter((name) => !names.has(name)))
  const kept = Object.fromEntries(Object.entries(set.mods).filter(([name]) => !other.has(name)))
  return {...sources, job: {...job, mods}, set: {...set, mods: kept}}
}

function problemsIn(checked: Awaited<ReturnType<typeof planJob>>): readonly Problem[] {
  return checked.ok ? [] : checked.problems
}

function namesNeeded(sources: JobSources, wanted: JobMod): ReadonlySet<string> {
  const names = new Set([wanted.name])
  for (const name of names) {
    const mod = sources.job.mods.find((one) => one.name === name)
    if (mod !== undefined) for (const {to} of edgesOf(sources, mod)) names.add(to)
  }
  return names
}

function checkGivesTable({job}: JobSources, {name, type}: JobMod, port: string, {mods}: Registry): void {
  const entry = own(mods, type)
  // Planning tells of a type that there is not.
  if (entry === undefined) return
  const isSink = entry.metadata.category === 'sinks'
  const ports = entry.interface.output_ports
  if (ports.includes(port) && !isSink) return
  const others = job.mods.filter((mod) => mods[mod.type]?.metadata.category !== 'sinks').map((mod) => mod.name)
  throw new DataPyError([
    problem(
      'no_table',
      isSink ? `${name} is a sink (${type}): it gives no table` : `${name} (${type}) has no output port "${port}"`,
      {
        at: job.document.at(['mods', name]),
        hint: isSink
          ? `name another step: ${others.join(', ')}`
          : (didYouMean(port, ports) ?? `its ports are ${ports.join(', ')}`),
      },
    ),
  ])
}
