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

const readBytes = 4 * 1024 * 1024

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
  for await (const lines of wholeLines(blocksOf(handle))) {
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
    for await (const lines of wholeLines(blocksOf(handle))) {
      if (mayBeRagged(lines, form.dialect, form.nullValues, form.width))
        return {kind: 'unfit', reason: 'has rows that end in null values, perhaps too many of them'}
    }
  }
  return {kind: 'text', file, hasQuotedNulls, hasOnlyBlanks}
}

/** A file from its beginning. A block is overwritten by the next. */
async function* blocksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafe(readBytes)
  for (let at = 0; ;) {
    const {bytesRead} = await handle.read(block, 0, readBytes, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield block.subarray(0, bytesRead)
  }
}

/** The same bytes, cut after line feeds; a line that is too long for a record is cut anywhere. */
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
