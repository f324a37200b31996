import type {Interfaces} from '@oclif/core'
import {Command} from '@oclif/core/command'
import type {Answer} from './answer.js'
import {globalFlags} from './flags.js'
import {processSignals} from './process-signals.js'
import {drawProblems} from './report.js'
import {safeJson, safeText} from './safe-text.js'

export type {Answer} from './answer.js'

/** A command that can be made. */
export interface CommandClass {
  new (argv: string[], config: Interfaces.Config): BaseCommand
  id: string
  readonly start: typeof BaseCommand.start
}

/**
 * What all commands share: it prints the answer and gives the exit code to `main`, which sets it. A command implements
 * `answer`: parse, ask the SDK, render. What it throws is reported by `main`.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags

  /** Runs a command as oclif would that has found it; `id` is what was typed. Gives the exit code. */
  static async start(this: CommandClass, id: string, argv: readonly string[], config: Interfaces.Config): Promise<number> {
    this.id = id
    return await new this([...argv], config)._run()
  }

  protected abstract answer(): Promise<Answer>

  override async run(): Promise<number> {
    const {document, text, exitCode, problems, note} = await this.answer()
    if (!processSignals().claimAnswer()) return exitCode ?? 0 // A signal has stopped it, and that has been told.
    if (problems !== undefined) await drawProblems(problems)
    if (note !== undefined) process.stderr.write(`${safeText(note)}\n`)
    const json = this.argv.includes('--json')
    const out = json ? safeJson(JSON.stringify(document, null, process.stdout.isTTY ? 2 : undefined)) : safeText(text)
    if (out !== '') process.stdout.write(out.endsWith('\n') ? out : `${out}\n`)
    return exitCode ?? 0
  }

  override logToStderr(message = ''): void {
    process.stderr.write(`${safeText(message)}\n`)
  }

  /** Nothing is handled here, so that all failures meet one reporter, in `main`. */
  protected override catch(error: Error): Promise<never> {
    return Promise.reject(error)
  }
}
