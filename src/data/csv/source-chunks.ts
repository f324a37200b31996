import {isUtf8} from 'node:buffer'
import {open, type FileHandle} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGunzip} from 'node:zlib'
import {isDataPyError} from '../data-errors.js'
import {DataPyError} from '../../errors/datapy-error.js'
import {fileFault} from '../../errors/file-fault.js'
import {completeCharacters} from './csv-fault.js'
import {decoderOf, type Decoder} from './encodings.js'

const readBytes = 256 * 1024

/**
 * A file's text as UTF-8, in pieces that end between characters: decompressed when it is gzip, decoded, without its
 * byte order mark. Bytes that its encoding does not know become bytes that UTF-8 does not know, so that they are
 * found in their row. A file that cannot be read throws a DataPyError `file_unreadable`.
 */
export async function* sourceChunks(file: string, encoding: string): AsyncGenerator<Buffer> {
  let decoder: Decoder | undefined
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = true
  for await (const raw of withoutGzip(file)) {
    if (isFirst) decoder = await decoderOf(encoding, raw, file)
    const decoded = decoder === undefined ? raw : decoder.write(raw)
    const joined = rest.length === 0 ? decoded : Buffer.concat([rest, decoded])
    const bytes = isFirst ? withoutMark(joined) : joined
    isFirst = false
    const whole = isUtf8(bytes) ? bytes : completeCharacters(bytes)
    rest = bytes.subarray(whole.length)
    if (whole.length > 0) yield whole
  }
  const last = Buffer.concat([rest, decoder?.end() ?? Buffer.alloc(0)])
  if (last.length > 0) yield last
}

/** The bytes of a file, decompressed when it is gzip. The first piece has four bytes or more where the file has. */
async function* withoutGzip(file: string): AsyncGenerator<Buffer> {
  const handle = await opened(file)
  try {
    const pieces = piecesOf(handle)
    const first = await pieces.next()
    if (first.done === true) return
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b
    const all = from(first.value, pieces)
    if (isGzip) yield* gunzipped(all)
    else yield* all
  } catch (error) {
    throw isDataPyError(error) ? error : unreadable(file, error)
  } finally {
    await handle.close().catch(() => undefined)
  }
}

/** Reads on from where the file is, so that a pipe can be read too. */
async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  let start: Buffer = Buffer.alloc(0)
  for (;;) {
    const {bytesRead, buffer} = await handle.read(Buffer.allocUnsafe(readBytes), 0, readBytes, null)
    const piece = Buffer.concat([start, buffer.subarray(0, bytesRead)])
    if (bytesRead > 0 && piece.length < 4) start = piece
    else {
      if (piece.length > 0) yield piece
      if (bytesRead === 0) return
      start = Buffer.alloc(0)
    }
  }
}

async function* from(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

async function* gunzipped(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({chunkSize: readBytes})
  // Its errors come out of the loop below: pipeline destroys gunzip with them.
  const done = pipeline(Readable.from(pieces, {objectMode: false}), gunzip).catch(() => undefined)
  const plain: AsyncIterable<Buffer> = gunzip
  yield* plain
  await done
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
  return new DataPyError([fileFault('file_unreadable', `cannot read ${file}`, error, {path: file})], {cause: error})
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
