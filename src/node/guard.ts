import {AsyncLocalStorage} from 'node:async_hooks'
import {StringDecoder} from 'node:string_decoder'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

/** What a mod under guard wrote to stdout or stderr, as it wrote it. */
export type Print = (stream: 'stderr' | 'stdout', text: string) => void

/** Runs mods so that they can neither write into the answer nor end the process. */
export interface Guard {
  /** Whether a mod runs under it now. */
  readonly busy: boolean
  /**
   * What `work` resolves to; or a DataPyError when the mod within it called process.exit or process.abort, left a
   * rejection or an error unhandled, or waits for something that can never come. `print` gets what it wrote.
   */
  within<T>(work: () => Promise<T>, print: Print): Promise<T>
  /** Runs the framework's own code, called from within a mod, as if it were called from without: for writing the log. */
  outside<T>(work: () => T): T
}

interface Guarded {
  readonly print: Print
  /** Bytes come in pieces that may end within a character. */
  readonly decoders: Readonly<Record<'stderr' | 'stdout', StringDecoder>>
  readonly fail: (fault: DataPyError) => void
}

const installed = Symbol.for('datapy.guard')

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

  // A rejection does not tell whose it was: with several mods under way, none of them may claim success.
  const onFault = (reason: unknown) => {
    const fault = faultOf('mod_unhandled', `left unhandled: ${reason instanceof Error ? reason.message : String(reason)}`, reason)
    for (const guarded of active) guarded.fail(fault)
  }
  const onIdle = () => {
    const fault = faultOf('mod_never_settled', 'waits for something that can never come: nothing is left to do')
    for (const guarded of active) guarded.fail(fault)
  }
  const enter = (guarded: Guarded) => {
    if (active.size === 0) process.on('unhandledRejection', onFault).on('uncaughtException', onFault).on('beforeExit', onIdle)
    active.add(guarded)
  }
  const leave = (guarded: Guarded) => {
    active.delete(guarded)
    if (active.size === 0) process.off('unhandledRejection', onFault).off('uncaughtException', onFault).off('beforeExit', onIdle)
  }

  return {
    get busy() {
      return active.size > 0
    },
    outside: (work) => context.run(undefined, work),
    within<T>(work: () => Promise<T>, print: Print) {
      const faults: DataPyError[] = []
      return new Promise<T>((resolve, reject) => {
        // One turn later, so that what the mod's last line leaves behind, thrown or rejected, is still its own fault.
        const settle = (then: () => void) => {
          setImmediate(() => {
            leave(guarded)
            if (faults[0] === undefined) then()
            else reject(faults[0])
          })
        }
        const guarded: Guarded = {
          print,
          decoders: {stdout: new StringDecoder(), stderr: new StringDecoder()},
          fail(fault) {
            faults.push(fault)
            settle(() => undefined)
          },
        }
        enter(guarded)
        context.run(guarded, work).then(
          (value) => {
            settle(() => {
              resolve(value)
            })
          },
          (error: unknown) => {
            settle(() => {
              // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what the mod threw, whatever it is
              reject(error)
            })
          },
        )
      })
    },
  }
}

function faultOf(code: 'mod_exited' | 'mod_never_settled' | 'mod_unhandled', message: string, cause?: unknown): DataPyError {
  return new DataPyError([problem(code, message)], {cause})
}

/** Sends what a mod writes to the two streams to its `print`; everybody else writes as ever. */
function guardOutput(context: AsyncLocalStorage<Guarded | undefined>): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const target = process[stream]
    const write = target.write.bind(target)
    target.write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      const guarded = context.getStore()
      if (guarded === undefined) return write(chunk, encoding as BufferEncoding, done)
      guarded.print(stream, typeof chunk === 'string' ? chunk : guarded.decoders[stream].write(Buffer.from(chunk)))
      const callback = typeof encoding === 'function' ? encoding : done
      if (callback !== undefined) queueMicrotask(callback)
      return true
    }
  }
}

type Done = (error?: Error | null) => void

/** Makes process.exit and process.abort within a mod an error of that mod: they throw, so that its code goes no further. */
function guardExit(context: AsyncLocalStorage<Guarded | undefined>): void {
  for (const name of ['exit', 'abort'] as const) {
    const original = process[name].bind(process)
    Object.assign(process, {
      // Rest parameters, because process.exit(undefined) and process.exit() are two things: the first forgets the exit code.
      [name](...args: [code?: number]): never {
        const guarded = context.getStore()
        if (guarded === undefined) return original(...args)
        const fault = faultOf('mod_exited', `called process.${name}(${args.join('')})`)
        guarded.fail(fault)
        throw fault
      },
    })
  }
}
