import {processGuard} from './guard.js'

/** Thrown where a script calls process.exit, so that its code goes no further; never seen outside. */
class ExitRequest extends Error {
  override readonly name = 'ExitRequest'
}

export interface ScriptOptions {
  /** Sends its stdout to stderr. */
  readonly redirect: boolean
  /** Rejects when the script is to be left behind, though it has not ended. */
  readonly stopped: Promise<never>
}

/**
 * Runs a script's code until it ends, be it by process.exit: log and result are still to be written before the process
 * goes. Resolves with the exit code that the script set, in whichever way, or undefined; rejects with what it throws,
 * leaves unhandled, or when it waits for something that can never come.
 */
export async function untilScriptEnds(
  work: () => Promise<void>,
  {redirect, stopped}: ScriptOptions,
): Promise<number | undefined> {
  const guard = processGuard() // What is put back at the end is what mods are guarded with.
  const {exit, exitCode: before} = process
  const write = process.stdout.write
  const listening = new AbortController()
  process.exitCode = undefined
  if (redirect) Object.assign(process.stdout, {write: process.stderr.write.bind(process.stderr)})
  try {
    const requested = new Promise<number | undefined>((resolve) => {
      process.exit = (code?: number | string | null) => {
        // A mod that the script runs ends itself by this, not the script.
        if (guard.isWithin) return exit(code)
        resolve(codeOf(code))
        throw new ExitRequest('process.exit')
      }
    })
    const ended = work().catch((error: unknown) => {
      if (!(error instanceof ExitRequest)) throw error
    })
    const code = await Promise.race([requested, ended, fault(listening.signal), stopped])
    return code ?? codeOf(process.exitCode)
  } finally {
    listening.abort()
    process.exit = exit
    process.stdout.write = write
    process.exitCode = before
  }
}

/** Rejects with what the script leaves unhandled. What a mod leaves unhandled is the guard's business. */
function fault(until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onFault = (error: unknown) => {
      if (!(error instanceof ExitRequest) && !processGuard().busy)
        reject(error instanceof Error ? error : new Error(String(error)))
    }
    const onIdle = () => {
      if (!processGuard().busy) reject(new Error('the script waits for something that can never come: nothing is left to do'))
    }
    process.on('uncaughtException', onFault).on('unhandledRejection', onFault).on('beforeExit', onIdle)
    until.addEventListener('abort', () => {
      process.off('uncaughtException', onFault).off('unhandledRejection', onFault).off('beforeExit', onIdle)
    })
  })
}

function codeOf(code: number | string | null | undefined): number | undefined {
  return code === undefined || code === null ? undefined : Number(code)
}
