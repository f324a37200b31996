import {failedReturn} from '../result/failed-return.js'
import {ModResult} from '../result/mod-result.js'
import type {DatasetReference} from '../model/dataset.js'
import type {JsonValue} from '../model/json.js'
import type {ModContext, ModState} from '../model/mod.js'
import type {Checked, Problem} from '../model/problem.js'
import type {ModReturn, Result} from '../model/result.js'
import type {StagedRename} from '../model/run-record.js'
import type {EngineSession} from '../data/engine.js'
import {execute, problemsOf} from './execute.js'
import {KeptTable} from './kept-table.js'
import {balanceFaults} from './balance-faults.js'
import {modLogger} from './mod-logger.js'
import {mapTables} from './port-tables.js'
import {prepareMod, type ModCall, type PreparedMod} from './prepare-mod.js'
import {heldState, type HeldState} from './held-state.js'
import {runningStep, type OwnStep, type RunningStep} from './running-step.js'
import {settleReturned} from './settle-artifacts.js'
import {mustBeUnchanged} from './watched-inputs.js'
import type {World} from './world.js'

/** A mod's result with live artifacts, and references to those tables that were kept. */
export interface ModOutcome {
  readonly result: Result
  readonly references: Readonly<Record<string, DatasetReference>>
  /** The files that it wrote, by the names they have now. */
  readonly written: readonly string[]
  /** What its next run is to begin with; absent where it said nothing. */
  readonly watermark?: JsonValue
}

/** What somebody wants to do on the way. */
export interface ModHooks {
  /** The mod has succeeded, as `outcome` says; its files are on the disk and about to get their names, at the time given. */
  beforeCommit?(outcome: ModOutcome, renames: readonly StagedRename[], at: Date): Promise<void>
  /** Told when the mod begins. */
  onBegin?(step: RunningStep): void
}

/** The spine: look up, resolve, validate, import, execute, finish. Never throws for a user's or a mod's fault. */
export async function runMod(call: ModCall, world: World, signal: AbortSignal): Promise<ModOutcome> {
  const prepared = await prepareMod(call, world)
  if (!prepared.ok) return failedOutcome(call, world, prepared.problems)
  const inputs = {own: await world.identify(prepared.value.inputs), open: []}
  return await runPrepared(prepared.value, {fused: false, watermark: call.watermark}, world, signal, {
    beforeCommit: (_, renames) => mustBeUnchanged(inputs, prepared.value, renames, world),
  })
}

/** Runs a mod whose parameters are ready. */
export async function runPrepared(
  mod: PreparedMod,
  {fused, watermark}: {readonly fused: boolean; readonly watermark?: JsonValue | undefined},
  world: World,
  signal: AbortSignal,
  hooks: ModHooks = {},
): Promise<ModOutcome> {
  const started = world.seconds()
  const {type} = mod.entry.metadata
  const call = {name: mod.name, type}
  const imported = await world.importMod(mod.entry)
  if (!imported.ok) return failedOutcome(call, world, imported.problems, started)
  const scope = world.engine.scope(signal)
  const step = runningStep(mod.name, type, scope, world.engine)
  hooks.onBegin?.(step)
  return await world.engine.within(scope, async () => {
    const inputs = await bindInputs(mod, world)
    if (!inputs.ok) return failedOutcome(call, world, inputs.problems, started)
    const session = world.engine.session(mod.name, {fused})
    const state = heldState(watermark)
    const context = contextOf(mod, session, world, signal, {step, state})
    const end = world.watch(step)
    try {
      const returned = await execute(imported.value.run, inputs.value, context, world)
      return await complete({...mod, params: inputs.value}, returned, session, world, started, signal, {hooks, state})
    } finally {
      end()
    }
  })
}

/** The outcome of a mod that did not get as far as running. */
export function failedOutcome(
  call: {readonly name: string; readonly type: string},
  world: World,
  problems: readonly Problem[],
  started = world.seconds(),
): ModOutcome {
  return told(outcomeOf(call, world, started, failedReturn(problems)), world)
}

function contextOf(
  {name, entry, globals}: PreparedMod,
  session: EngineSession,
  world: World,
  signal: AbortSignal,
  {step, state}: {readonly step: OwnStep; readonly state: ModState},
): ModContext {
  const logger = modLogger(world.logger(name))
  return {
    result: new ModResult(entry.metadata.type, name),
    modName: name,
    runId: world.runId,
    globals,
    data: session.api,
    logger,
    state,
    signal,
    progress(done, total) {
      if (!Number.isFinite(done) || (total !== undefined && !Number.isFinite(total))) return
      step.tell(done, total)
      logger.debug('progress', {done, ...(total !== undefined && {total})})
    },
  }
}

/** The parameters with a Dataset for each input port, whatever kind of table was given for it. */
async function bindInputs({entry, params}: PreparedMod, {engine}: World): Promise<Checked<PreparedMod['params']>> {
  try {
    const bind = async (table: unknown) =>
      table instanceof KeptTable ? await engine.open(table.reference) : await engine.toDataset(table)
    return {ok: true, value: await mapTables(params, entry, bind)}
  } catch (error) {
    return {ok: false, problems: problemsOf(error)}
  }
}

/** Settles the artifacts, checks the balance, and only then lets the files the mod wrote take their names. */
async function complete(
  mod: PreparedMod,
  returned: ModReturn,
  session: EngineSession,
  world: World,
  started: number,
  signal: AbortSignal,
  {hooks: {beforeCommit}, state}: {readonly hooks: ModHooks; readonly state: HeldState},
): Promise<ModOutcome> {
  const call = {name: mod.name, type: mod.entry.metadata.type}
  if (returned.status === 'error') {
    await session.discard()
    return told(outcomeOf(call, world, started, {...returned, artifacts: {}}), world)
  }
  const {artifacts, references, problems} = await settleReturned(mod, returned.artifacts, world, {
    fused: session.api.fused,
    signal,
  })
  const faults = signal.aborted
    ? problemsOf(signal.reason)
    : problems.length > 0
      ? problems
      : await balanceFaults(mod, returned, artifacts, world)
  if (faults.length === 0) {
    try {
      const renames = await session.seal()
      const written = renames.map(({target}) => target)
      const settled = outcomeOf(call, world, started, {...returned, artifacts}, references, written)
      const outcome = state.left === undefined ? settled : {...settled, watermark: state.left}
      const at = new Date(world.now())
      await beforeCommit?.(outcome, renames, at)
      await session.commit(at)
      return told(outcome, world)
    } catch (error) {
      return await failed(problemsOf(error))
    }
  }
  return await failed(faults)

  async function failed(why: readonly Problem[]): Promise<ModOutcome> {
    await session.discard()
    const {metrics, globals, warnings} = returned
    return told(outcomeOf(call, world, started, {...failedReturn(why), metrics, globals, warnings}), world)
  }
}

function outcomeOf(
  {name, type}: {readonly name: string; readonly type: string},
  world: World,
  started: number,
  returned: ModReturn,
  references: ModOutcome['references'] = {},
  written: readonly string[] = [],
): ModOutcome {
  const seconds = Math.round((world.seconds() - started) * 1000) / 1000
  const logs = {log_file: world.logFile, run_id: world.runId, mod_type: type, mod_name: name}
  return {result: {...returned, execution_time: seconds, logs}, references, written}
}

/** Tells the log how a mod has ended. */
function told(outcome: ModOutcome, world: World): ModOutcome {
  const {status, exit_code, execution_time: seconds, metrics, warnings, errors, logs} = outcome.result
  const logger = world.logger(logs.mod_name)
  for (const {code, message} of warnings) logger.warn(message, {code})
  for (const {code, message} of errors) logger.error(message, {code})
  logger.info(`${logs.mod_type} ended`, {status, exit_code, seconds, ...metrics})
  return outcome
}
