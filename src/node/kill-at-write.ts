import fs from 'node:fs'
import {open} from 'node:fs/promises'
import {syncBuiltinESMExports} from 'node:module'

type Call = (this: unknown, ...args: unknown[]) => unknown
type Methods = Record<string, Call | undefined>

/** Writes of Node's, and which of their arguments are the target and the data. */
const writes = ['write', 'writeSync', 'writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'writev', 'writevSync']
const copies = ['copyFile', 'copyFileSync']
/** Standard streams, and the one on which the parent is told. */
const lastStream = 3

/**
 * Kills this process, as the system would, in the middle of its nth write of a file by Node: half of the data is written
 * then. That is deterministic, where a kill at some moment almost always misses a write that takes microseconds.
 */
export async function killAtWrite(nth: number): Promise<void> {
  const {writeSync, writeFileSync, readFileSync} = fs
  // Taken aside before any mod runs: within one, the guard refuses it.
  const kill = process.kill.bind(process)
  const state = {writes: 0}
  const die = (target: unknown, data: unknown): never => {
    const bytes = bytesOf(data)
    const half = bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2)))
    if (typeof target === 'number') writeSync(target, half)
    else if (typeof target === 'string' || target instanceof URL) writeFileSync(target, half)
    kill(process.pid, 'SIGKILL')
    throw new Error('killed')
  }
  const isNth = (target: unknown) => !(typeof target === 'number' && target <= lastStream) && ++state.writes === nth
  const patch = (
    owner: object,
    names: readonly string[],
    split: (self: unknown, args: readonly unknown[]) => readonly unknown[],
  ) => {
    const methods = owner as Methods
    for (const name of names) {
      const original = methods[name]
      if (original === undefined) continue
      methods[name] = function (this: unknown, ...args) {
        const [target, data] = split(this, args)
        return isNth(target) ? die(target, data) : original.apply(this, args)
      }
    }
  }
  const handle = await open(process.execPath)
  const ofHandle = Object.getPrototypeOf(handle) as object
  await handle.close()
  for (const owner of [fs, fs.promises]) {
    patch(owner, writes, (_, [target, data]) => [target, data])
    patch(owner, copies, (_, [from, to]) => [to, new Deferred(() => readFileSync(from as string))])
  }
  patch(ofHandle, ['write', 'writeFile', 'appendFile', 'writev'], (self, [data]) => [(self as {fd: number}).fd, data])
  syncBuiltinESMExports()
}

/** Data that is only read when it is wanted. */
class Deferred {
  constructor(readonly read: () => Buffer) {}
}

function bytesOf(data: unknown): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (data instanceof Deferred) return data.read()
  return Array.isArray(data) ? bytesOf(data[0]) : Buffer.from('x')
}
