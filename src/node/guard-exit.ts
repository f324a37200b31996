import {faultOf, type GuardContext} from './guarded.js'

type Way = 'abort' | 'exit' | 'reallyExit'

/** Makes whatever ends the process an error of the mod that does it: it throws, so that the mod's code goes no further. */
export function guardExit(context: GuardContext): void {
  const refuse = (call: string): void => {
    const guarded = context.getStore()
    if (guarded === undefined) return
    const fault = faultOf('mod_exited', `called ${call}`)
    guarded.fail(fault)
    throw fault
  }
  // Node's own way out, which process.exit comes to as well; its types do not name it.
  const ways = process as unknown as Record<Way, (...args: [code?: number]) => never>
  for (const name of ['exit', 'abort', 'reallyExit'] as const) {
    const original = ways[name].bind(process)
    // Rest parameters, because process.exit(undefined) and process.exit() are two things: the first forgets the exit code.
    ways[name] = (...args) => {
      refuse(`process.${name}(${args.map(String).join('')})`)
      return original(...args)
    }
  }
  const kill = process.kill.bind(process)
  process.kill = (pid, signal) => {
    if ([process.pid, -process.pid, 0].includes(pid) && signal !== 0) refuse(`process.kill(${String(pid)}, ${String(signal)})`)
    return kill(pid, signal)
  }
  const capture = process.setUncaughtExceptionCaptureCallback.bind(process)
  process.setUncaughtExceptionCaptureCallback = (callback) => {
    if (context.getStore() !== undefined) throw new Error('a mod cannot capture the errors of the whole process')
    capture(callback)
  }
}
