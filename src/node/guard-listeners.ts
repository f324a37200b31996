import type {Guarded, GuardContext} from './guarded.js'

type Listener = (...args: readonly unknown[]) => unknown
type Event = string | symbol
type Adding = (event: Event, listener: Listener) => NodeJS.Process

interface Kept {
  readonly event: Event
  readonly listener: Listener
  readonly wrapped: Listener
  readonly of: Guarded
}

/**
 * Keeps what mods listen for on the process apart from everybody else's listeners: a mod takes away none but a mod's; what
 * it listens for runs as its own code, and goes when it ends. At the exit of the process it can clear up, and no more.
 * Gives what is to be done when a mod has ended.
 */
export function guardListeners(context: GuardContext): (guarded: Guarded) => void {
  const kept = new Set<Kept>()
  // The listeners of a process are those of any emitter; its types name each event by itself.
  const emitter = process as unknown as Record<
    'addListener' | 'on' | 'once' | 'prependListener' | 'prependOnceListener',
    Adding
  > &
    Record<'off' | 'removeListener', Adding> & {removeAllListeners(event?: Event): NodeJS.Process}
  const off = emitter.off.bind(process)
  const drop = (one: Kept) => {
    kept.delete(one)
    off(one.event, one.wrapped)
  }
  for (const name of ['addListener', 'on', 'once', 'prependListener', 'prependOnceListener'] as const) {
    const original = emitter[name].bind(process)
    emitter[name] = (event, listener) => {
      const guarded = context.getStore()
      if (guarded === undefined || typeof listener !== 'function') return original(event, listener)
      const call = (args: readonly unknown[]) => context.run(guarded, () => Reflect.apply(listener, process, args))
      const one = {
        event,
        listener,
        wrapped: event === 'exit' ? atExit(call) : (...args: readonly unknown[]) => call(args),
        of: guarded,
      }
      kept.add(one)
      return original(event, one.wrapped)
    }
  }
  for (const name of ['off', 'removeListener'] as const) {
    emitter[name] = (event, listener) => {
      const one = [...kept].find((each) => each.event === event && each.listener === listener)
      if (one !== undefined) drop(one)
      else if (context.getStore() === undefined) off(event, listener)
      return process
    }
  }
  const removeAll = emitter.removeAllListeners.bind(process)
  emitter.removeAllListeners = (...args) => {
    if (context.getStore() === undefined) return removeAll(...args)
    for (const one of kept) if (args[0] === undefined || one.event === args[0]) drop(one)
    return process
  }
  return (guarded) => {
    if (kept.size === 0 || guarded.isLoading) return
    for (const one of kept) if (one.of === guarded && one.event !== 'exit') drop(one)
  }
}

/** What a mod does at the exit changes neither how the process ends nor what it has answered. */
function atExit(call: (args: readonly unknown[]) => unknown): Listener {
  return (...args) => {
    const exitCode = process.exitCode
    try {
      call(args)
    } catch {
      // Its result was told long ago.
    } finally {
      process.exitCode = exitCode
    }
  }
}
