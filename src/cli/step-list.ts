import type {RunningStep} from '../run/running-step.js'
import type {OnStepEvent, StepEvent} from '../run/step-events.js'
import {renderLiveStep} from './render/live-step.js'
import {endedTitle, saidTitle, waitingTitle} from './render/step-title.js'
import type {DrawnList, ListedStep} from './drawn-list.js'

const firstAfterMs = 1000
const everyMs = 250
/** How many of the last lines of its log a step that failed shows. */
const lastLines = 5

/** A list of the steps of a run at the bottom of a terminal, which appears when the run lasts over a second, and goes with it. */
export interface StepList {
  readonly onStep: OnStepEvent
  /** Takes lines of the log as people read them; those of steps that fail are shown. */
  log(lines: string): void
  /** Takes the list away, and shows the last log lines of the steps that failed. */
  end(): Promise<void>
}

/** `stream` is a terminal. */
export function stepList(stream: NodeJS.WriteStream): StepList {
  const steps = new Map<string, Listed>()
  const logs = new Map<string, string[]>()
  const cell: {list?: Promise<DrawnList>; first?: NodeJS.Timeout; redraw?: NodeJS.Timeout} = {}
  const begin = () => {
    cell.list ??= import('./drawn-list.js').then(({drawList}) => drawList(stream, [...steps.values()]))
    cell.redraw = setInterval(() => void redraw(), everyMs).unref()
  }
  const redraw = async () => {
    const memory = process.memoryUsage.rss()
    for (const listed of steps.values()) await listed.look(memory)
  }
  return {
    onStep(event) {
      if (event.event === 'continued') stream.write(`goes on with the run ${event.runId} of ${event.started.slice(0, 19)}Z\n`)
      else if (event.event === 'planned') {
        for (const {name, type} of event.steps) steps.set(name, new Listed(name, type))
        cell.first = setTimeout(begin, firstAfterMs).unref()
      } else steps.get(event.name.replace(/\[\d+\]$/, ''))?.take(event, logs.get(event.name) ?? [])
    },
    log(lines) {
      for (const line of lines.split('\n')) {
        const [, name] = /^\S+ [A-Z]+ +(\w+(?:\[\d+\])?): /.exec(line) ?? []
        if (name === undefined) continue
        const own = logs.get(name) ?? []
        logs.set(name, [...own.slice(1 - lastLines), line])
      }
    },
    async end() {
      clearTimeout(cell.first)
      clearInterval(cell.redraw)
      await (await cell.list)?.close()
      for (const {failed} of steps.values())
        for (const [name, lines] of [...failed].filter(([, own]) => own.length > 0))
          stream.write(`the last log lines of ${name}:\n${lines.map((line) => `  ${line}\n`).join('')}`)
    },
  }
}

/** One step of the list; one with `_for_each` stands for its items too. */
class Listed implements ListedStep {
  state: ListedStep['state'] = 'waiting'
  title: string
  readonly failed = new Map<string, readonly string[]>()
  readonly #running = new Map<string, {readonly step: RunningStep; readonly since: number}>()
  readonly #items = new Set<string>()

  constructor(
    readonly name: string,
    readonly type: string,
  ) {
    this.title = waitingTitle(this)
  }

  get output(): readonly string[] {
    return [...this.failed.values()].flat().slice(-lastLines)
  }

  take(event: Exclude<StepEvent, {readonly event: 'continued' | 'planned'}>, log: readonly string[]): void {
    const isItem = event.name !== this.name
    switch (event.event) {
      case 'begun':
        this.state = 'running'
        this.#running.set(event.name, {step: event.step, since: performance.now()})
        break
      case 'retrying':
        this.#running.delete(event.name)
        this.title = saidTitle(
          this,
          `waits ${event.seconds.toFixed(1)} s after attempt ${String(event.attempt)}: ${event.message}`,
        )
        break
      case 'skipped':
      case 'reused':
        if (isItem) this.#items.add(event.name)
        else {
          this.state = 'skipped'
          this.title = saidTitle(this, `${event.event}: ${event.reason}`)
        }
        break
      case 'ended':
        this.#running.delete(event.name)
        if (event.result.status === 'error') this.failed.set(event.name, log)
        if (isItem) this.#items.add(event.name)
        else {
          this.state = event.result.status === 'error' ? 'failed' : 'ended'
          this.title = endedTitle(this, event.result)
        }
    }
  }

  /** Brings its title up to date while it runs. */
  async look(memory: number): Promise<void> {
    const [first] = this.#running.values()
    if (first === undefined) return
    const progress = await first.step.progress()
    if (this.state !== 'running' || this.#running.size === 0) return
    const seconds = (performance.now() - first.since) / 1000
    const items = `${String(this.#items.size)} items done, ${String(this.#running.size)} running`
    this.title =
      this.#items.size > 0 || this.#running.size > 1
        ? saidTitle(this, items)
        : renderLiveStep({name: this.name, type: this.type, progress, seconds, memory}, 500)
  }
}
