import {DefaultRenderer, Listr, ListrDefaultRendererLogLevels, ListrLogger, ProcessOutput} from 'listr2'
import {processGuard} from '../node/guard.js'
import {pause} from '../node/pause.js'

/** A step as the list shows it, now. */
export interface ListedStep {
  readonly name: string
  readonly state: 'ended' | 'failed' | 'running' | 'skipped' | 'waiting'
  readonly title: string
  /** Lines below it, of one that failed. */
  readonly output: readonly string[]
}

export interface DrawnList {
  /** Takes it away. */
  close(): Promise<void>
}

const everySeconds = 0.1
/** Lines of a terminal that are left to others. */
const spare = 4

/** Draws a list of steps, on a terminal that is not stdout, until it is closed; steps are looked at again all the time. */
export function drawList(stream: NodeJS.WriteStream, steps: readonly ListedStep[]): DrawnList {
  const closing = new AbortController()
  const fits = steps.length <= (stream.rows || 24) - spare
  const rows = fits ? steps : [summaryOf(steps, (stream.rows || 24) - spare)]
  const byTask = new Map<string, ListedStep>()
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({useIcons: true, processOutput: new TerminalOutput(stream)})

  class StepRenderer extends DefaultRenderer {
    protected override style(...[task, output]: Parameters<DefaultRenderer['style']>): string {
      const isWaiting = byTask.get(task.id)?.state === 'waiting' && output !== true
      return isWaiting ? logger.icon(ListrDefaultRendererLogLevels.WAITING) : super.style(task, output)
    }
  }

  const list = new Listr(
    rows.map((step) => ({
      title: step.title,
      rendererOptions: {outputBar: true, persistentOutput: true},
      async task(_: unknown, task): Promise<void> {
        byTask.set(task.task.id, step)
        while (!closing.signal.aborted && (step.state === 'waiting' || step.state === 'running')) {
          if (task.title !== step.title) task.title = step.title
          const output = step.output.join('\n')
          if (output !== '' && output !== task.output) task.output = output
          await pause(everySeconds, closing.signal)
        }
        task.title = step.title
        if (step.output.length > 0) task.output = step.output.join('\n')
        if (step.state === 'skipped') task.skip(step.title)
        if (step.state === 'failed') throw new Error(step.title)
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: StepRenderer,
      rendererOptions: {logger, clearOutput: true, collapseErrors: false, showErrorMessage: false},
    },
  )
  const run = list.run()
  return {
    async close() {
      closing.abort()
      await run
    },
  }
}

/** A job of more steps than a terminal has lines: how many have ended, and those that run or failed. */
function summaryOf(steps: readonly ListedStep[], lines: number): ListedStep {
  const count = (...states: ListedStep['state'][]) => steps.filter(({state}) => states.includes(state)).length
  return {
    name: '',
    get state() {
      return count('waiting', 'running') === 0 ? 'ended' : 'running'
    },
    get title() {
      const failed = count('failed')
      const done = `${String(count('ended', 'skipped', 'failed'))} of ${String(steps.length)} steps done`
      return failed === 0 ? done : `${done}, ${String(failed)} did not succeed`
    },
    get output() {
      return steps.flatMap(({state, title}) => (state === 'running' || state === 'failed' ? [title] : [])).slice(-lines)
    },
  }
}

/** Writes to one stream, whatever it is called, and leaves the streams of the process as they are, which the guard looks after. */
class TerminalOutput extends ProcessOutput {
  readonly #stream: NodeJS.WriteStream

  constructor(stream: NodeJS.WriteStream) {
    super(stream, stream)
    this.#stream = stream
  }

  override get stdout(): NodeJS.WriteStream {
    const stream = this.#stream
    const write = (text: string) => processGuard().outside(() => stream.write(text))
    return new Proxy(stream, {get: (target, key) => (key === 'write' ? write : (Reflect.get(target, key) as unknown))})
  }

  override get stderr(): NodeJS.WriteStream {
    return this.stdout
  }

  override hijack(): void {
    this.active = true
  }

  override release(): void {
    this.active = false
  }

  override toStdout(text: string, eol = true): boolean {
    return this.stdout.write(eol ? `${text}\n` : text)
  }
}
