import {standaloneRuntime, type Runtime} from './runtime.js'

/** Holds the runtime of this process: run-script puts its own there, else one is made at the first call. */
const current: {runtime?: Runtime} = {}

/** The runtime that the SDK's functions act on. */
export function currentRuntime(): Runtime {
  return (current.runtime ??= standaloneRuntime())
}

/** Makes the SDK's functions act on this runtime until the function it gives is called. */
export function useRuntime(runtime: Runtime): () => void {
  const before = current.runtime
  current.runtime = runtime
  return () => {
    if (before === undefined) delete current.runtime
    else current.runtime = before
  }
}
