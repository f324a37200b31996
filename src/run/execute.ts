import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import {clipped, messageOf} from '../errors/message-of.js'
import {problem} from '../errors/problem.js'
import {fixOf} from '../errors/file-fault.js'
import type {ModContext, ModRun} from '../model/mod.js'
import type {Problem} from '../model/problem.js'
import type {ModReturn} from '../model/result.js'
import {failedReturn} from '../result/failed-return.js'
import {normaliseReturn} from '../result/normalise-return.js'
import {printedLines} from './printed-lines.js'
import type {World} from './world.js'

/** How long a mod has to react to its signal before it is given up. */
const graceMs = 2000

/**
 * Calls a mod and makes an honest return of whatever comes back: what it returns, what it throws, that it ended the
 * process or never settles, or that it was told to stop. The only place where a mod's fault is caught.
 */
export async function execute(
  run: ModRun,
  params: Readonly<Record<string, unknown>>,
  context: ModContext,
  world: Pick<World, 'within'>,
): Promise<ModReturn> {
  // What it returns or throws may have getters: reading them is running the mod's code as well.
  const work = async (putBack: () => void) => {
    try {
      const returned: unknown = await run(params as Parameters<ModRun>[0], context)
      putBack()
      return normaliseReturn(returned)
    } catch (error) {
      putBack()
      context.logger.debug(stackOf(error))
      return failedReturn(problemsOf(error))
    }
  }
  try {
    return await underGuard(work, context, world)
  } catch (error) {
    return failedReturn(problemsOf(error))
  }
}

/** What `work`, a mod's own code, comes to. Throws its fault, or what its signal says where it was told to stop. */
export async function underGuard<T>(
  work: (putBack: () => void) => Promise<T>,
  {signal, logger, modName}: Pick<ModContext, 'logger' | 'modName' | 'signal'>,
  world: Pick<World, 'within'>,
): Promise<T> {
  const stopped = stoppedAfter(signal)
  const printed = printedLines((stream, line) => {
    logger.info(line, {stream})
  })
  try {
    const came = await Promise.race([world.within(work, printed.add, modName), stopped.promise])
    signal.throwIfAborted()
    return came
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stopped.clear()
    printed.end()
  }
}

/** Where it was thrown, for the log; never throws itself. */
function stackOf(error: unknown): string {
  try {
    if (error instanceof Error && typeof error.stack === 'string') return clipped(error.stack)
  } catch {
    // It does not let itself be read.
  }
  return messageOf(error)
}

/** The problems that something thrown stands for, whatever it is. */
export function problemsOf(thrown: unknown): readonly Problem[] {
  try {
    if (thrown instanceof DataPyError) return thrown.problems
    if (isDiskFull(thrown)) return [diskFull(pathOf(thrown))]
    if (thrown instanceof Error)
      return [
        {
          ...problem('mod_threw', messageOf(thrown), {hint: causeOf(thrown) ?? fixOf(thrown)}),
          ...(isTransient(thrown) && {transient: true}),
        },
      ]
  } catch {
    // Its message alone may still be readable.
  }
  return [problem('mod_threw', `the mod threw ${messageOf(thrown)}`)]
}

/** The file that an error of the file system names; one that was open already has no name there. */
function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined
}

/** What a network throws that may be there again in a moment. */
const passing = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ETIMEDOUT'])

/** Whether an error, or what caused it, says that it may pass by itself. */
function isTransient(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false
  if ('transient' in error) return error.transient === true
  const isPassing = 'code' in error && typeof error.code === 'string' && passing.has(error.code)
  return isPassing || isTransient(error.cause, depth + 1)
}

function causeOf({cause}: Error): string | undefined {
  return cause instanceof Error ? `caused by: ${messageOf(cause)}` : undefined
}

/** Rejects with the signal's reason once the grace after its abort is over. */
function stoppedAfter(signal: AbortSignal): {readonly promise: Promise<never>; clear(): void} {
  let timer: NodeJS.Timeout | undefined
  let giveUp: (reason: Error) => void
  const promise = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  const wait = () => {
    timer = setTimeout(() => {
      giveUp(signal.reason as Error)
    }, graceMs)
  }
  if (signal.aborted) wait()
  else signal.addEventListener('abort', wait, {once: true})
  return {
    promise,
    clear() {
      signal.removeEventListener('abort', wait)
      clearTimeout(timer)
    },
  }
}
