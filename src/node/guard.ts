import {AsyncLocalStorage} from 'node:async_hooks'
import {StringDecoder} from 'node:string_decoder'
import type {DataPyError} from '../errors/datapy-error.js'
import {messageOf} from '../errors/message-of.js'
import {keepBuiltIns} from './built-ins.js'
import {guardExit} from './guard-exit.js'
import {guardListeners} from './guard-listeners.js'
import {guardOutput, keepOutput} from './guard-output.js'
import {guardSurroundings} from './guard-surroundings.js'
import {faultOf, type Guarded, type Print, type Redact} from './guarded.js'

/** Runs mods so that they can neither write into the answer, nor end the process, nor change what others rely on. */
export interface Guard {
  /** Whether a mod runs under it now. */
  readonly busy: boolean
  /** Whether the code that asks is a mod's. */
  readonly isWithin: boolean
  /**
   * What `work` resolves to; or a DataPyError when the mod within it ended the process, left a rejection or an error
   * unhandled, replaced what is built in, or waits for something that can never come. `print` gets what it wrote. What a
   * package sets up while it is loaded (`isLoading`) stays for its runs; of a run nothing stays. What was built in is put
   * back when it ends, or as soon as `putBack` is called.
   */
  within<T>(work: (putBack: () => void) => Promise<T>, print: Print, options?: GuardOptions): Promise<T>
  /** What is said of something that was left unhandled while no mod ran: by whom, the secrets of that mod hidden. */
  told(thrown: unknown): string
  /** Runs the framework's own code, called from within a mod, as if it were called from without: for writing the log. */
  outside<T>(work: () => T): T
}

export interface GuardOptions {
  readonly modName?: string
  readonly isLoading?: boolean
  /** Hides the mod's secrets in what is told of it. */
  readonly redact?: Redact
}

const installed = Symbol.for('datapy.guard')
/** Taken aside: a mod may have replaced it when it is needed. */
const later = setImmediate

/**
 * The guard of this process: made once, however often it is asked for. Which code is a mod's is known by its
 * asynchronous context, so two mods at a time, and a script around them, are told apart; outside of mods all is as it was.
 */
export function processGuard(): Guard {
  const holder = process as NodeJS.Process & {[installed]?: Guard}
  const guard = holder[installed] ?? installGuard()
  holder[installed] = guard
  return guard
}

function installGuard(): Guard {
  const context = new AsyncLocalStorage<Guarded | undefined>()
  const active = new Set<Guarded>()
  guardOutput(context)
  guardExit(context)
  const leaves = [guardListeners(context), guardSurroundings(context)]
  const builtIns = keepBuiltIns()
  let putOutputBack: () => void = () => undefined
  let redactLast: Redact = (text) => text

  const told = (reason: unknown, redact: Redact = (text) => text) => {
    const {hasEnded = false, modName} = context.getStore() ?? {}
    return `left unhandled${hasEnded && modName !== undefined ? ` by ${modName}, which had ended` : ''}: ${redact(messageOf(reason))}`
  }
  // Where nobody knows whose it was, or that one has ended, none of the mods under way may claim success.
  const onFault = (reason: unknown) => {
    const own = context.getStore()
    const fault = faultOf('mod_unhandled', told(reason, own?.redact), {cause: reason})
    if (own !== undefined && active.has(own)) own.fail(fault)
    else for (const guarded of active) guarded.fail(fault)
  }
  const onIdle = () => {
    const fault = faultOf('mod_never_settled', 'waits for something that can never come: nothing is left to do')
    for (const guarded of active) guarded.fail(fault)
  }
  // A mod may start another by the SDK: listening for its own mods is the guard's business, whoever asks.
  const outside = <T>(work: () => T) => context.run(undefined, work)
  const enter = (guarded: Guarded) => {
    if (active.size === 0) {
      putOutputBack = keepOutput()
      outside(() => process.on('unhandledRejection', onFault).on('uncaughtException', onFault).on('beforeExit', onIdle))
    }
    active.add(guarded)
  }
  const leave = (guarded: Guarded) => {
    guarded.hasEnded = true
    if (!active.delete(guarded)) return
    for (const end of leaves) end(guarded)
    if (active.size > 0) return
    putOutputBack()
    outside(() => process.off('unhandledRejection', onFault).off('uncaughtException', onFault).off('beforeExit', onIdle))
  }
  /** Before anything else runs: what a mod replaced is no longer there. */
  const restore = (guarded: Guarded) => {
    const changed = builtIns.restore()
    if (changed.length === 0) return
    const what = `${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ` and ${String(changed.length - 5)} more` : ''}`
    if (guarded.isLoading) guarded.print('stderr', `replaced ${what} when it was loaded, which was put back`)
    else {
      // With several under way nobody knows what it has done to the others.
      const fault = faultOf('mod_changed_builtins', `replaced ${what}, on which all code of the process relies`)
      for (const one of active) if (!one.isLoading) one.fail(fault)
    }
  }

  return {
    get busy() {
      return active.size > 0
    },
    get isWithin() {
      return context.getStore() !== undefined
    },
    outside,
    told: (thrown) => told(thrown, context.getStore()?.redact ?? redactLast),
    within<T>(
      work: (putBack: () => void) => Promise<T>,
      print: Print,
      {modName, isLoading = false, redact = redactLast}: GuardOptions = {},
    ) {
      redactLast = redact
      const faults: DataPyError[] = []
      return new Promise<T>((resolve, reject) => {
        // One turn later, so that what the mod's last line leaves behind, thrown or rejected, is still its own fault.
        const settle = (then: () => void) => {
          later(() => {
            leave(guarded)
            if (faults[0] === undefined) then()
            else reject(faults[0])
          })
        }
        const guarded: Guarded = {
          modName,
          print,
          redact,
          decoders: {stdout: new StringDecoder(), stderr: new StringDecoder()},
          isLoading,
          hasEnded: false,
          fail(fault) {
            faults.push(fault)
            settle(() => undefined)
          },
        }
        enter(guarded)
        void context.run(guarded, async () => {
          try {
            // Whoever waits for this does so before the mod can change how that is done.
            await Promise.resolve()
            const value = await work(() => {
              restore(guarded)
            })
            restore(guarded)
            settle(() => {
              resolve(value)
            })
          } catch (error) {
            restore(guarded)
            settle(() => {
              // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what the mod threw, whatever it is
              reject(error)
            })
          }
        })
      })
    },
  }
}
