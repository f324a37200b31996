import type {Writable} from 'node:stream'
import type {GuardContext} from './guarded.js'

type Done = (error?: Error | null) => void

/** Sends what a mod writes to the two streams to its `print`, and keeps it from closing them; everybody else uses them as ever. */
export function guardOutput(context: GuardContext): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const stream: Writable = process[name]
    const [write, end] = [stream.write.bind(stream), stream.end.bind(stream)]
    const print = (chunk: unknown) => {
      const guarded = context.getStore()
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
        throw new TypeError('what is written must be a text, or bytes')
      guarded?.print(name, typeof chunk === 'string' ? chunk : guarded.decoders[name].write(Buffer.from(chunk)))
    }
    stream.write = (chunk: unknown, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      if (context.getStore() === undefined) return write(chunk, encoding as BufferEncoding, done)
      print(chunk)
      const callback = typeof encoding === 'function' ? encoding : done
      if (callback !== undefined) queueMicrotask(callback)
      return true
    }
    stream.end = (...args: readonly unknown[]): Writable => {
      if (context.getStore() === undefined) return end(...(args as []))
      if (args[0] !== undefined && args[0] !== null && typeof args[0] !== 'function') print(args[0])
      const callback = args.find((one) => typeof one === 'function')
      if (callback !== undefined) queueMicrotask(callback as () => void)
      return stream
    }
    for (const way of ['destroy', 'destroySoon'] as const) {
      const streams = stream as Writable & Partial<Record<typeof way, () => unknown>>
      const original = streams[way]?.bind(stream)
      if (original !== undefined)
        Object.assign(stream, {[way]: (...args: []) => (context.getStore() === undefined ? original(...args) : stream)})
    }
  }
}

/** Remembers how the two streams are written to, and the exit code that was set; gives what puts that back. */
export function keepOutput(): () => void {
  const exitCode = process.exitCode
  const kept = ([process.stdout, process.stderr] as const).map((stream) => [stream, stream.write] as const)
  return () => {
    if (process.exitCode !== exitCode) process.exitCode = exitCode
    for (const [stream, write] of kept) if (stream.write !== write) stream.write = write
  }
}
