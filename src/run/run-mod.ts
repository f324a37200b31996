import {failedReturn} from '../result/failed-return.js'
import {ModResult} from '../result/mod-result.js'
import {rowBalanceProblem} from '../result/row-balance.js'
import type {DatasetReference} from '../model/dataset.js'
import type {ModContext} from '../model/mod.js'
import type {Checked, Problem} from '../model/problem.js'
import type {ModReturn, Result} from '../model/result.js'
import type {EngineSession} from '../data/engine.js'
import {execute, problemsOf} from './execute.js'
import {prepareMod, type ModCall, type PreparedMod} from './prepare-mod.js'
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
  const session = world.engine.session(call.name)
  const context = contextOf(prepared.value, session, world, signal)
  const beat = world.everyMinute(() => {
    context.logger.info('alive', {
      elapsed_s: Math.round(world.seconds() - started),
      rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    })
  })
  try {
    const returned = await execute(imported.value.run, inputs.value, context, world)
    const mod = {name: call.name, entry: prepared.value.entry, params: inputs.value}
    return await complete(mod, returned, session, world, started, signal)
  } finally {
    beat()
  }
}

function contextOf({name, entry, globals}: PreparedMod, session: EngineSession, world: World, signal: AbortSignal): ModContext {
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
      logger.debug('progress', {done, ...(total !== undefined && {total})})
    },
  }
}

/** The parameters with a Dataset for each input port, whatever kind of table was given for it. */
async function bindInputs({entry, params}: PreparedMod, {engine}: World): Promise<Checked<PreparedMod['params']>> {
  const bound: Record<string, unknown> = {...params}
  try {
    for (const port of entry.interface.input_ports) {
      if (bound[port] !== undefined) bound[port] = await engine.toDataset(bound[port])
    }
    return {ok: true, value: bound}
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
  const {artifacts, references, problems} = await settleArtifacts(name, returned.artifacts, world)
  const faults: Problem[] = [...problems]
  if (problems.length === 0 && entry.interface.row_balance === true) {
    const rowsIn =
      entry.interface.input_ports.length === 0
        ? returned.metrics['rows_read']
        : await countOf(entry.interface.input_ports, params, world)
    const fault = rowBalanceProblem(call.type, {
      rowsIn: Number(rowsIn),
      rowsOut: await countOf(['data'], artifacts, world),
      metrics: returned.metrics,
    })
    if (fault !== undefined) faults.push(fault)
  }
  if (signal.aborted) faults.push(...problemsOf(signal.reason))
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

async function countOf(ports: readonly string[], values: Readonly<Record<string, unknown>>, {engine}: World): Promise<number> {
  let rows = 0
  for (const port of ports) if (engine.isDataset(values[port])) rows += await values[port].count()
  return rows
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
