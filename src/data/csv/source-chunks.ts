import {isUtf8} from 'node:buffer'
import {open, type FileHandle} from 'node:fs/promises'
import {createGunzip} from 'node:zlib'
import {dataError, reasonOf} from '../data-errors.js'
import {completeCharacters} from './csv-fault.js'
import {decoderOf} from './encodings.js'

const readBytes = 256 * 1024

/**
 * A file's text as UTF-8, in pieces that end between characters: decompressed when it is gzip, decoded, without its
 * byte order mark. Bytes that its encoding does not know become bytes that UTF-8 does not know, so that they are
 * found in their row. A file that cannot be read throws a DataPyError `file_unreadable`.
 */
export async function* sourceChunks(file: string, encoding: string): AsyncGenerator<Buffer> {
  const decoder = await decoderOf(encoding, file)
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = true
  for await (const raw of withoutGzip(file)) {
    const decoded = decoder === undefined ? raw : decoder.write(raw)
    const joined = rest.length === 0 ? decoded : Buffer.concat([rest, decoded])
    if (isFirst && joined.length < 3) {
      rest = joined
      continue
    }
    const bytes = isFirst ? withoutMark(joined) : joined
    isFirst = false
    const whole = isUtf8(bytes) ? bytes : completeCharacters(bytes)
    rest = bytes.subarray(whole.length)
    if (whole.length > 0) yield whole
  }
  const last = Buffer.concat([rest, decoder?.end() ?? Buffer.alloc(0)])
  const bytes = isFirst ? withoutMark(last) : last
  if (bytes.length > 0) yield bytes
}

/** The bytes of a file, decompressed when it is gzip. */
export async function* withoutGzip(file: string): AsyncGenerator<Buffer> {
  const handle = await opened(file)
  try {
    const magic = Buffer.alloc(2)
    const {bytesRead} = await handle.read(magic, 0, 2, 0)
    const stream = handle.createReadStream({start: 0, highWaterMark: readBytes, autoClose: false})
    const isGzip = bytesRead === 2 && magic[0] === 0x1f && magic[1] === 0x8b
    const plain: AsyncIterable<unknown> = isGzip ? stream.pipe(createGunzip({chunkSize: readBytes})) : stream
    if (isGzip) stream.once('error', (error) => 'destroy' in plain && typeof plain.destroy === 'function' && plain.destroy(error))
    for await (const chunk of plain) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    throw unreadable(file, error)
  } finally {
    await handle.close().catch(() => undefined)
  }
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** The problem of a file that was there when the run began. */
export function unreadable(file: string, error: unknown): Error {
  return dataError('file_unreadable', `cannot read ${file}: ${reasonOf(error)}`, {at: {file}, cause: error})
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
