import {open, type FileHandle} from 'node:fs/promises'
import type {Database} from '../database.js'
import {ByteCheck} from './check-bytes.js'
import {isUtf8Name} from './encodings.js'
import {mayBeRagged} from './null-fields.js'
import type {DialectBytes} from './scan-record.js'
import {sourceChunks, unreadable} from './source-chunks.js'
import {maxRecordBytes} from './skip-line.js'

/** A file that the engine can read as it is: its own text, or a copy of it; or why there is none. */
export type PlainText =
  | {readonly kind: 'text'; readonly file: string; readonly hasQuotedNulls: boolean; readonly hasOnlyBlanks: boolean}
  | {readonly kind: 'unfit'; readonly reason: string}

/** How a file is read, as far as its bytes tell whether it can be. */
export interface TextForm {
  readonly encoding: string
  readonly dialect: DialectBytes
  readonly nullValues: readonly string[]
  /** How many fields its rows have. */
  readonly width: number
}

/** So much is looked at at a time: what is in the processor's cache is looked through several times as fast. */
const readBytes = 512 * 1024
/** Room in front of a block for the line that the block before it did not end. */
const roomBytes = 64 * 1024

/** Looks through a file; what is packed or encoded otherwise than UTF-8 is copied as it is looked through. */
export async function plainText(database: Database, file: string, form: TextForm): Promise<PlainText> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(file, error)
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) return {kind: 'unfit', reason: 'can be read once only, since it is no ordinary file'}
    const {buffer: start} = await handle.read(Buffer.alloc(4), 0, 4, 0)
    const isGzip = start[0] === 0x1f && start[1] === 0x8b
    const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf
    const isPlain = !isGzip && !hasMark && isUtf8Name(form.encoding)
    return await (isPlain ? asItIs(database, file, handle, form) : asCopy(database, file, form))
  } catch (error) {
    database.throwIfAborted()
    throw error instanceof Error && 'syscall' in error ? unreadable(file, error) : error
  } finally {
    await handle.close()
  }
}

async function asItIs(database: Database, file: string, handle: FileHandle, form: TextForm): Promise<PlainText> {
  const check = new ByteCheck(form.dialect, form.nullValues)
  for await (const lines of linesOf(handle)) {
    database.throwIfAborted()
    check.take(lines)
    if (check.reason !== undefined) return {kind: 'unfit', reason: check.reason}
  }
  return await judged(file, handle, check, form)
}

/** The copy goes with the database's folder. */
async function asCopy(database: Database, file: string, form: TextForm): Promise<PlainText> {
  const check = new ByteCheck(form.dialect, form.nullValues)
  const copy = database.newFile('.csv')
  const handle = await open(copy, 'wx+')
  try {
    for await (const lines of wholeLines(sourceChunks(file, form.encoding))) {
      database.throwIfAborted()
      check.take(lines)
      if (check.reason !== undefined) return {kind: 'unfit', reason: check.reason}
      await handle.appendFile(lines)
    }
    return await judged(copy, handle, check, form)
  } finally {
    await handle.close()
  }
}

/** Where null values stand in quotes, the engine has to find nulls itself and passes over those that are too many in a row. */
async function judged(
  file: string,
  handle: FileHandle,
  {hasQuotedNulls, hasOnlyBlanks}: ByteCheck,
  form: TextForm,
): Promise<PlainText> {
  if (hasQuotedNulls) {
    for await (const lines of linesOf(handle)) {
      if (mayBeRagged(lines, form.dialect, form.nullValues, form.width))
        return {kind: 'unfit', reason: 'has rows that end in null values, perhaps too many of them'}
    }
  }
  return {kind: 'text', file, hasQuotedNulls, hasOnlyBlanks}
}

/**
 * Whole lines of a file from its beginning, as `wholeLines` cuts them. The next block is read while one is looked at; what is
 * given is overwritten by the one after that.
 */
async function* linesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const blocks = [Buffer.allocUnsafe(roomBytes + readBytes), Buffer.allocUnsafe(roomBytes + readBytes)] as const
  const read = (block: Buffer, at: number) => {
    const reading = handle.read(block, roomBytes, readBytes, at)
    // Awaited unless whoever looks at the lines has seen enough.
    reading.catch(() => undefined)
    return reading
  }
  let [block, other] = blocks
  let rest: Buffer = Buffer.alloc(0)
  let reading = read(block, 0)
  for (let at = 0; ;) {
    const {bytesRead} = await reading
    if (bytesRead === 0) break
    at += bytesRead
    const bytes = joined(rest, block, bytesRead)
    reading = read(other, at)
    const end = bytes.length > maxRecordBytes ? bytes.length : bytes.lastIndexOf('\n') + 1
    if (end > 0) yield bytes.subarray(0, end)
    rest = bytes.subarray(end)
    ;[block, other] = [other, block]
  }
  if (rest.length > 0) yield rest
}

/** What was left of the block before, and what was read into this one behind the room for it. */
function joined(rest: Buffer, block: Buffer, bytesRead: number): Buffer {
  const end = roomBytes + bytesRead
  if (rest.length > roomBytes) return Buffer.concat([rest, block.subarray(roomBytes, end)])
  rest.copy(block, roomBytes - rest.length)
  return block.subarray(roomBytes - rest.length, end)
}

/** Bytes cut after line feeds; a line that is too long for a record is cut anywhere. */
async function* wholeLines(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of blocks) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block])
    const end = bytes.length - rest.length > maxRecordBytes ? bytes.length : bytes.lastIndexOf('\n') + 1
    if (end > 0) yield bytes.subarray(0, end)
    rest = Buffer.from(bytes.subarray(end))
  }
  if (rest.length > 0) yield rest
}
