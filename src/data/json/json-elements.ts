import type {JsonReadOptions} from '../../model/table-files.js'
import {sourceChunks} from '../csv/source-chunks.js'
import {BadJson} from './bad-json.js'
import {documentElements} from './document-elements.js'
import {brokenJson, maxRowBytes, type JsonElements} from './json-element.js'
import {lineElements} from './line-elements.js'
import {parseRow} from './parse-row.js'
import {pointerElements} from './pointer-elements.js'

/** The rows of a file in its order. Of a document, whatever is no JSON ends the read; of lines, it is a bad row. */
export interface JsonSource {
  readonly isDocument: boolean
  readonly elements: JsonElements
  /** Lets go of the file, read to its end or not. */
  close(): Promise<void>
}

/** Opens a file in the format that the options say, or else in the one that its beginning tells. */
export async function openJson(file: string, options: JsonReadOptions): Promise<JsonSource> {
  const chunks = sourceChunks(file, 'utf-8')
  const {format = 'auto', pointer = ''} = options
  const source = (isDocument: boolean, elements: JsonElements): JsonSource => ({
    isDocument,
    elements,
    close: async () => {
      await elements.return(undefined)
      await chunks.return(undefined)
    },
  })
  if (pointer !== '') return source(true, pointerElements(chunks, file, pointer))
  if (format === 'array') return source(true, documentElements(chunks, file))
  if (format === 'ndjson') return source(false, lineElements(chunks))
  try {
    const head = await firstLine(chunks)
    const isDocument = !isLines(head, file)
    const all = joined(head, chunks)
    return source(isDocument, isDocument ? documentElements(all, file) : lineElements(all))
  } catch (error) {
    await chunks.return(undefined)
    throw error
  }
}

/** What was read up to the end of the first line that is not blank, and perhaps beyond; of an array only its beginning. */
async function firstLine(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  let hasBegun = false
  for (;;) {
    const next = await chunks.next()
    if (next.done === true) break
    parts.push(next.value)
    length += next.value.length
    const start = hasBegun ? 0 : next.value.findIndex((byte) => byte > 32)
    if (start < 0) continue
    const isObject = hasBegun || next.value[start] === 0x7b
    hasBegun = true
    if (!isObject || next.value.includes(10, start) || length > maxRowBytes) break
  }
  return Buffer.concat(parts)
}

/** An object that goes over several lines is a document; so is an array. Nothing at all is no line. */
function isLines(head: Buffer, file: string): boolean {
  const text = head.toString()
  const start = text.search(/\S/)
  if (start < 0) return true
  const place = {line: text.slice(0, start).split('\n').length, column: 1}
  if (text[start] === '[') return false
  if (text[start] !== '{') throw brokenJson(file, place, 'an array or an object is expected at its beginning')
  const end = text.indexOf('\n', start)
  try {
    parseRow(end < 0 ? text : text.slice(start, end))
    return true
  } catch (error) {
    if (!(error instanceof BadJson)) throw error
    const rest = text.slice(start + error.at, end < 0 ? text.length : end)
    return rest.trim() !== ''
  }
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
