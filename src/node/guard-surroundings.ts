import type {Guarded, GuardContext} from './guarded.js'

/**
 * Puts back what mods change of that which all code of the process shares: its environment, folder and umask. What is
 * changed while a mod is loaded stays, for its runs to find; what one that has ended still wants to change does not
 * change. Gives what is to be done when a mod has ended.
 */
export function guardSurroundings(context: GuardContext): (guarded: Guarded) => void {
  const changers = new Set<Guarded>()
  const undo = new Map<string, () => void>()
  /** Whether the change may be made; `back` undoes it once none of the mods that made changes runs any more. */
  const takes = (what: string, back: () => () => void): boolean => {
    const guarded = context.getStore()
    if (guarded === undefined || guarded.isLoading) return true
    if (guarded.hasEnded) return false
    if (!undo.has(what)) undo.set(what, back())
    changers.add(guarded)
    return true
  }
  guardEnvironment(takes)
  const chdir = process.chdir.bind(process)
  const goTo = (folder: string) => {
    try {
      chdir(folder)
    } catch {
      // It is gone: nothing can be done in it any more.
    }
  }
  // To ask for it is deprecated, to set it is not; a mod may do either.
  const shared: {umask: (mask?: number | string) => number} = process
  const umask = shared.umask.bind(process)
  process.chdir = (folder) => {
    const back = () => {
      const before = currentFolder()
      return () => {
        if (before !== undefined) goTo(before)
      }
    }
    if (takes('folder', back)) chdir(folder)
  }
  shared.umask = (mask?: number | string) => {
    if (mask === undefined) return umask()
    const back = () => {
      const before = umask()
      return () => umask(before)
    }
    return takes('umask', back) ? umask(mask) : umask()
  }
  return (guarded) => {
    if (!changers.delete(guarded) || changers.size > 0) return
    for (const back of undo.values()) back()
    undo.clear()
  }
}

/** Undefined where the folder is gone. */
function currentFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

function guardEnvironment(takes: (what: string, back: () => () => void) => boolean): void {
  const env = process.env
  const takesName = (name: string) =>
    takes(`env ${name}`, () => {
      const before = env[name]
      return () => {
        if (before === undefined) Reflect.deleteProperty(env, name)
        else env[name] = before
      }
    })
  // Node's process.env is no plain object: what a proxy is asked for must be asked of it, and not by way of the proxy.
  const guardedEnv: NodeJS.ProcessEnv = new Proxy(env, {
    get: (target, name) => Reflect.get(target, name, target) as unknown,
    set: (target, name, value) => (typeof name === 'string' && !takesName(name)) || Reflect.set(target, name, value, target),
    defineProperty: (target, name, descriptor) =>
      (typeof name === 'string' && !takesName(name)) || Reflect.defineProperty(target, name, descriptor),
    deleteProperty: (target, name) => (typeof name === 'string' && !takesName(name)) || Reflect.deleteProperty(target, name),
  })
  let current = guardedEnv
  Object.defineProperty(process, 'env', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(other: NodeJS.ProcessEnv) {
      const before = current
      const back = () => () => {
        current = before
      }
      if (takes('env', back)) current = other
    },
  })
}
