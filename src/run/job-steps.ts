import type {JobMod} from '../model/job.js'
import type {Fingerprint, StepEnded} from '../model/run-record.js'
import {failedReturn} from '../result/failed-return.js'
import {combineItems, itemsOf, uniteItems} from './for-each.js'
import {writtenDown} from './hidden-outputs.js'
import type {JobItem, JobSources, OutputOf} from './job-sources.js'
import type {JobWorld} from './job-world.js'
import {UnkeptTable} from './kept-table.js'
import {outputOf} from './outputs.js'
import type {JobPlan} from './plan-job.js'
import {failedOutcome, type ModOutcome} from './run-mod.js'
import {settleArtifacts} from './settle-artifacts.js'
import {isoTime, reuse, runStep, settleStep, withoutKeeping, type Settled} from './settle-step.js'
import {Slots} from './slots.js'
import {judge, keepsTables, unitOf, type StepUnit} from './step-unit.js'
import {verdictOf} from './verdict.js'

export interface JobStepsOptions {
  readonly concurrency: number
  /** Names of steps that are run even where what they came to before still holds. */
  readonly always: ReadonlySet<string>
}

/** The steps of one run of a job: what each has come to so far. */
export class JobSteps {
  readonly settled = new Map<string, Settled>()
  readonly #repeats = new Map<string, Promise<void>>()
  readonly #slots: Slots

  constructor(
    private readonly sources: JobSources,
    private readonly plan: JobPlan,
    private readonly world: JobWorld,
    private readonly signal: AbortSignal,
    private readonly options: JobStepsOptions,
  ) {
    this.#slots = new Slots(options.concurrency)
  }

  /** Answers references from what has been settled. */
  readonly output: OutputOf = (name, path) => {
    const settled = this.settled.get(name)
    return settled === undefined ? {found: 'no_such_mod'} : outputOf(settled.outcome.result, path)
  }

  /** Settles a step whose needs have all been settled. Undefined where the run was stopped before it began. */
  async settle(mod: JobMod): Promise<Settled | undefined> {
    const settled = mod.options['_for_each'] === undefined ? await this.#one(this.#unit(mod), mod) : await this.#each(mod)
    if (settled !== undefined) this.settled.set(mod.name, settled)
    return settled
  }

  async #one(unit: StepUnit, mod: JobMod): Promise<Settled | undefined> {
    return await this.#slots.use(async () => {
      if (this.signal.aborted) return undefined
      const beforeRun = async () => {
        await this.#makeReadable(mod)
      }
      return await settleStep(unit, this.#needsOf(mod), this.world, this.signal, beforeRun)
    })
  }

  #unit(mod: JobMod, item?: JobItem): StepUnit {
    const waits = this.plan.waits.get(mod.name)
    const read = [...(this.plan.needs.get(mod.name) ?? [])].filter((name) => waits?.has(name) !== true)
    // A step that was taken over is run again, for its tables, just before this one.
    const open = () => read.flatMap((name) => this.settled.get(name)?.open ?? [])
    return unitOf(this.sources, this.plan, mod, this.output, {always: this.options.always, open}, item)
  }

  /** The executions that a step comes after; of one that always runs and is only waited for, none. */
  #needsOf(mod: JobMod): Fingerprint['needs'] {
    const needs: Record<string, string> = {}
    for (const name of this.plan.needs.get(mod.name) ?? []) {
      const isWaitedFor = this.plan.waits.get(mod.name)?.has(name) === true
      const always = this.sources.job.mods.some((one) => one.name === name && one.options['_always_run'] === true)
      const execution = this.settled.get(name)?.execution
      if (execution !== undefined && !(isWaitedFor && always)) needs[name] = execution
    }
    return needs
  }

  /** Runs again those that a step reads from and whose tables nobody kept. */
  async #makeReadable(mod: JobMod): Promise<void> {
    for (const name of this.plan.needs.get(mod.name) ?? []) {
      const settled = this.settled.get(name)
      if (settled === undefined || !isBare(settled.outcome)) continue
      const repeat = this.#repeats.get(name) ?? this.#repeat(name, settled)
      this.#repeats.set(name, repeat)
      await repeat
    }
  }

  async #repeat(name: string, {execution}: Settled): Promise<void> {
    const mod = this.sources.job.mods.find((one) => one.name === name)
    if (mod === undefined) return
    await this.#makeReadable(mod)
    const reason = 'its tables were not kept, and a step after it needs them'
    if (mod.options['_for_each'] !== undefined) {
      const settled = await this.#each(mod, reason)
      if (settled !== undefined) this.settled.set(name, settled)
      return
    }
    const unit = this.#unit(mod)
    const judged = await judge(unit, this.#needsOf(mod), this.world)
    if (!judged.ok) return
    this.settled.set(name, await runStep(unit, {...judged, reason, execution}, this.world, this.signal))
  }

  /** Settles a step item by item, and unites what they come to. */
  async #each(mod: JobMod, again?: string): Promise<Settled | undefined> {
    const {world, sources} = this
    const items = await itemsOf(sources, mod, this.output, this.plan.isMadeByJob, world)
    const call = {name: mod.name, type: mod.type}
    if (!items.ok) return this.#note(mod, failedOutcome(call, world, items.problems), {}, [])
    const units = items.value.map((item) => ({...this.#unit(mod, item), ...(again !== undefined && {always: again})}))
    const settled = await Promise.all(units.map(async (unit) => await this.#one(unit, mod)))
    const ended = settled.filter((one) => one !== undefined)
    if (ended.length < settled.length) return undefined
    const needs = Object.fromEntries(ended.map(({execution}, index) => [units[index]?.call.name ?? '', execution]))
    const earlier = await world.earlier(mod.name)
    const fingerprint = {mod: '', params: {}, files: [], needs}
    const keeps = this.#keeps(mod)
    const before = earlier?.state.ended?.left ?? []
    const left = await world.identify(before.map(({path}) => path))
    const verdict = verdictOf({category: 'transformers', earlier, fingerprint, always: again, keeps, left})
    if (!verdict.run) return await reuse(mod.name, verdict.ended, verdict.from, verdict.reason, world)
    const results = ended.map(({outcome}) => outcome.result)
    const combined = combineItems(results)
    const written = ended.flatMap(({outcome}) => outcome.written)
    const open = ended.flatMap((one) => one.open ?? [])
    if (combined.status === 'error') return this.#note(mod, outcome({...combined, artifacts: {}}, {}), needs, [])
    const united = await uniteItems(mod.name, results, world)
    const keeping = keeps ? world : withoutKeeping(world)
    const made = await settleArtifacts(mod.name, united, keeping, this.plan.fused.has(mod.name))
    const faults = made.problems
    const {artifacts, references} = made
    const whole = faults.length > 0 ? {...combined, ...failedReturn(faults)} : {...combined, artifacts}
    const tables = await world.identify(Object.values(references).map(({path}) => path))
    return {...this.#note(mod, outcome(whole, references), needs, [...tables, ...(await world.identify(written))]), open}

    function outcome(returned: Parameters<typeof resultOf>[1], tablesKept: ModOutcome['references']): ModOutcome {
      const seconds = results.reduce((sum, {execution_time: time}) => sum + time, 0)
      return {result: resultOf(world, returned, mod, seconds), references: tablesKept, written}
    }
  }

  #keeps(mod: JobMod): boolean {
    return keepsTables({mod, fused: this.plan.fused.has(mod.name)})
  }

  #note(mod: JobMod, outcome: ModOutcome, needs: Fingerprint['needs'], left: StepEnded['left']): Settled {
    const [told, execution] = [writtenDown(outcome, this.world), this.world.newExecution()]
    const fingerprint = {mod: '', params: {}, files: [], needs}
    const line = {
      step: mod.name,
      at: isoTime(this.world),
      attempt: 1,
      execution,
      fingerprint,
      ...told,
      left,
      kept: this.#keeps(mod),
    }
    this.world.note({event: 'ended', ...line})
    this.world.onStep({event: 'ended', name: mod.name, result: told.result})
    return {outcome, document: told.result, execution}
  }
}

function resultOf(
  world: JobWorld,
  returned: Omit<ModOutcome['result'], 'execution_time' | 'logs'>,
  mod: JobMod,
  seconds: number,
) {
  const logs = {log_file: world.logFile, run_id: world.runId, mod_type: mod.type, mod_name: mod.name}
  return {...returned, execution_time: Math.round(seconds * 1000) / 1000, logs} as ModOutcome['result'] // status and code come together
}

/** Whether a step was taken over from before, and a table of it with nothing that could be read. */
export function isBare({result}: ModOutcome): boolean {
  return Object.values(result.artifacts).some((value) => value instanceof UnkeptTable)
}
