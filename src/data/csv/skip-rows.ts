import {lineEnd} from './scan-record.js'

/** Leaves out the first `count` physical lines. */
export async function* withoutLines(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count
  let carried: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    let bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    while (left > 0) {
      const end = lineEnd(bytes, 0, false)
      if (end === undefined) break
      bytes = bytes.subarray(end)
      left -= 1
    }
    // A \r at the very end may be half of a line break.
    carried = left > 0 ? Buffer.from(bytes.subarray(-1)) : Buffer.alloc(0)
    if (left === 0 && bytes.length > 0) yield bytes
  }
}
