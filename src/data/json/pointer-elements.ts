import {didYouMean} from '../../errors/nearest.js'
import {isUtf8} from 'node:buffer'
import {dataError} from '../data-errors.js'
import {BadJson} from './bad-json.js'
import {JsonCursor} from './json-cursor.js'
import {brokenJson, placeIn, type JsonElement, type JsonElements} from './json-element.js'
import {kindWords} from './parse-row.js'

/** A document that is read as a whole must fit into a text of V8's. */
const mostBytes = 500 * 1024 * 1024
const batch = 10_000

/** The tokens of a JSON Pointer (RFC 6901). Throws `json_bad_option`. */
export function pointerTokens(pointer: string): readonly string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) {
    throw dataError('json_bad_option', `${JSON.stringify(pointer)} is no JSON Pointer`, {
      hint: 'it begins with /, and ~ is written ~0, / in a key ~1: /result/rows',
    })
  }
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The rows of the array, or the one object, that stands somewhere in a document. */
export async function* pointerElements(chunks: AsyncIterable<Buffer>, file: string, pointer: string): JsonElements {
  const text = await wholeText(chunks, file)
  const document: JsonElement = {text, line: 1, column: 1}
  const cursor = new JsonCursor(text)
  try {
    cursor.skip()
    cursor.end()
  } catch (error) {
    throw error instanceof BadJson ? brokenJson(file, placeIn(document, error.at), error.message) : error
  }
  cursor.at = 0
  for (const [index, token] of pointerTokens(pointer).entries()) stepInto(cursor, token, pointer, index, file)
  yield* elementsAt(cursor, document, file, pointer)
}

function* elementsAt(
  cursor: JsonCursor,
  document: JsonElement,
  file: string,
  pointer: string,
): Generator<readonly JsonElement[]> {
  const {text} = document
  const code = cursor.peek()
  const begin = cursor.at
  let place = {...placeIn(document, begin), at: begin}
  if (code !== 0x5b) {
    const kind = cursor.skip()
    if (kind !== 'object') throw notFound(file, `${pointer} is ${kindWords[kind]}, neither an array nor an object`, place)
    yield [{...place, text: text.slice(begin, cursor.at)}]
    return
  }
  const spans: {readonly from: number; readonly to: number}[] = []
  cursor.items(() => {
    cursor.peek()
    const from = cursor.at
    cursor.skip()
    spans.push({from, to: cursor.at})
  })
  for (let first = 0; first < spans.length; first += batch) {
    yield spans.slice(first, first + batch).map(({from, to}) => {
      place = {...placeIn({...place, text: text.slice(place.at, from)}, from - place.at), at: from}
      return {line: place.line, column: place.column, text: text.slice(from, to)}
    })
  }
}

async function wholeText(chunks: AsyncIterable<Buffer>, file: string): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > mostBytes) {
      throw dataError(
        'json_too_large',
        `${file} is larger than ${String(mostBytes / 1024 / 1024)} MiB, too large to be read with a pointer`,
        {
          at: {file},
          hint: 'an array that is the document itself, and NDJSON, are read at any size',
        },
      )
    }
    parts.push(chunk)
  }
  const bytes = Buffer.concat(parts)
  if (!isUtf8(bytes)) throw brokenJson(file, {line: 1, column: 1}, 'it has bytes that are no UTF-8 text')
  return bytes.toString()
}

/** Moves to the value of a key, or an index, of the value that stands there. */
function stepInto(cursor: JsonCursor, token: string, pointer: string, index: number, file: string): void {
  const code = cursor.peek()
  const start = cursor.at
  const place = placeIn({text: cursor.text, line: 1, column: 1}, start)
  const before = pointer
    .split('/')
    .slice(0, index + 1)
    .join('/')
  const owner = before === '' ? 'the document' : before
  const keys: string[] = []
  let found: number | undefined
  if (code === 0x7b) {
    cursor.members((key) => {
      cursor.peek()
      keys.push(key)
      if (key === token) found = cursor.at
      cursor.skip()
    })
  } else if (code === 0x5b && /^(0|[1-9][0-9]*)$/.test(token)) {
    let item = 0
    cursor.items(() => {
      cursor.peek()
      if (String(item) === token) found = cursor.at
      item += 1
      cursor.skip()
    })
  } else {
    const kind = cursor.skip()
    throw notFound(file, `${owner} is ${kindWords[kind]}, which has no ${JSON.stringify(token)}`, place)
  }
  if (found === undefined) {
    const hint = didYouMean(token, keys) ?? (keys.length > 0 ? `its keys are ${keys.slice(0, 20).join(', ')}` : undefined)
    throw notFound(file, `${owner} has no ${JSON.stringify(token)}`, place, hint)
  }
  cursor.at = found
}

function notFound(file: string, message: string, place: {readonly line: number; readonly column: number}, hint?: string): Error {
  const {line, column} = place
  return dataError('json_pointer_not_found', `${file}: ${message}`, {at: {file, line, column}, hint})
}
