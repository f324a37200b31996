import {failedReturn} from '../result/failed-return.js'
import {ModResult} from '../result/mod-result.js'
import {rowBalanceProblem} from '../result/row-balance.js'
import type {DatasetReference} from '../model/dataset.js'
import type {ModContext} from '../model/mod.js'
import type {Checked, Problem} from '../model/problem.js'
import type {ModReturn, Result} from '../model/result.js'
import type {EngineSession} from '../data/engine.js'
import {execute, problemsOf} from './execute.js'
import {mapTables, tablesAt} from './port-tables.js'
import {prepareMod, type ModCall, type PreparedMod} from './prepare-mod.js'
import {runningStep, type OwnStep} from './running-step.js'
import {settleArtifacts} from './settle-artifacts.js'
import type {World} from './world.js'

/** A mod's result with live artifacts, and references to those tables that were kept. */
export interface ModOutcome {
  readonly result: Result
  readonly references: Readonly<Record<string, DatasetReference>>
}

/** The spine: look up, resolve, validate, import, execute, finish. Never throws for a user's or a mod's fault. */
export async function runMod(call: ModCall, world: World, signal: AbortSignal): Promise<ModOutcome> {
  const started = world.seconds()
  const prepared = await prepareMod(call, world)
  if (!prepared.ok) return finish(call, world, started, failedReturn(prepared.problems))
  const imported = await world.importMod(prepared.value.entry)
  if (!imported.ok) return finish(call, world, started, failedReturn(imported.problems))
  const inputs = await bindInputs(prepared.value, world)
  if (!inputs.ok) return finish(call, world, started, failedReturn(inputs.problems))
  const session = world.engine.session(call.name, {fused: call.fused === true})
  const step = runningStep(call.name, prepared.value.entry.metadata.type, world.engine)
  const context = contextOf(prepared.value, session, world, signal, step)
  const ends = [world.watch(step), world.engine.stopOn(signal)]
  try {
    const returned = await execute(imported.value.run, inputs.value, context, world)
    const mod = {name: call.name, entry: prepared.value.entry, params: inputs.value}
    return await complete(mod, returned, session, world, started, signal)
  } finally {
    for (const end of ends) end()
  }
}

function contextOf(
  {name, entry, globals}: PreparedMod,
  session: EngineSession,
  world: World,
  signal: AbortSignal,
  step: OwnStep,
): ModContext {
  const logger = world.logger(name)
  return {
    result: new ModResult(entry.metadata.type, name),
    modName: name,
    runId: world.runId,
    globals,
    data: session.api,
    logger,
    signal,
    progress(done, total) {
      step.tell(done, total)
      logger.debug('progress', {done, ...(total !== undefined && {total})})
    },
  }
}

/** The parameters with a Dataset for each input port, whatever kind of table was given for it. */
async function bindInputs({entry, params}: PreparedMod, {engine}: World): Promise<Checked<PreparedMod['params']>> {
  try {
    return {ok: true, value: await mapTables(params, entry, async (table) => await engine.toDataset(table))}
  } catch (error) {
    return {ok: false, problems: problemsOf(error)}
  }
}

/** Settles the artifacts, checks the balance, and only then lets the files the mod wrote take their names. */
async function complete(
  {name, entry, params}: Pick<PreparedMod, 'entry' | 'name' | 'params'>,
  returned: ModReturn,
  session: EngineSession,
  world: World,
  started: number,
  signal: AbortSignal,
): Promise<ModOutcome> {
  const call = {name, type: entry.metadata.type}
  if (returned.status === 'error') {
    await session.discard()
    return finish(call, world, started, {...returned, artifacts: {}})
  }
  const {artifacts, references, problems} = await settleArtifacts(name, returned.artifacts, world, session.api.fused)
  const faults: Problem[] = [...problems]
  const {input_ports: ports, row_balance: balance = false} = entry.interface
  if (problems.length === 0 && balance !== false) {
    const rowsIn =
      ports.length === 0
        ? returned.metrics['rows_read']
        : countOf(await tablesAt(params, entry, balance === true ? ports : balance), world)
    const rowsOut = countOf([artifacts['data']], world)
    const known = typeof rowsIn === 'number' && rowsOut !== undefined
    const fault = known ? rowBalanceProblem(call.type, {rowsIn, rowsOut, metrics: returned.metrics}) : undefined
    if (fault !== undefined) faults.push(fault)
  }
  if (signal.aborted) faults.splice(0, faults.length, ...problemsOf(signal.reason))
  if (faults.length === 0) {
    try {
      await session.commit()
    } catch (error) {
      faults.push(...problemsOf(error))
    }
  }
  if (faults.length === 0) return finish(call, world, started, {...returned, artifacts}, references)
  await session.discard()
  const {metrics, globals, warnings} = returned
  return finish(call, world, started, {...failedReturn(faults), metrics, globals, warnings})
}

/** The rows of all tables; undefined where one of them is yet to be computed. */
function countOf(tables: readonly unknown[], {engine}: World): number | undefined {
  const counts = tables.filter((table) => engine.isDataset(table)).map(({knownCount}) => knownCount)
  return counts.some((count) => count === undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

function finish(
  {name, type}: {readonly name: string; readonly type: string},
  world: World,
  started: number,
  returned: ModReturn,
  references: ModOutcome['references'] = {},
): ModOutcome {
  const seconds = Math.round((world.seconds() - started) * 1000) / 1000
  const result = {
    ...returned,
    execution_time: seconds,
    logs: {log_file: world.logFile, run_id: world.runId, mod_type: type, mod_name: name},
  }
  const logger = world.logger(name)
  for (const {code, message} of returned.warnings) logger.warn(message, {code})
  for (const {code, message} of returned.errors) logger.error(message, {code})
  logger.info(`${type} ended`, {status: result.status, exit_code: result.exit_code, seconds, ...returned.metrics})
  return {result, references}
}
