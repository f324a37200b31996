import type {Place} from '../model/problem.js'
import type {DocumentPath} from '../model/source-document.js'
import {scanJson, type JsonNode, type Span} from './scan-json.js'

/** Where things stand in a JSON file. */
export interface JsonPlaces {
  /** Where the key (by default), or the value, at `path` stands; for a path that is not there, its nearest ancestor. */
  at(path: DocumentPath, part?: 'key' | 'value'): Place
  /** Keys that stand a second time in their object, of which JSON.parse keeps the last alone. */
  readonly repeated: readonly {readonly path: DocumentPath; readonly at: Place}[]
  /** The first thing that is not JSON. */
  readonly fault?: {readonly reason: string; readonly at: Place}
}

/** Reads a JSON text for its places. Linear in its length. */
export function jsonPlaces(text: string, file: string): JsonPlaces {
  const scan = scanJson(text)
  const placeOf = placesIn(text, file)
  if (!scan.ok) {
    return {
      at: () => ({file}),
      repeated: [],
      fault: {reason: scan.reason, at: placeOf({start: scan.offset, end: scan.offset + 1})},
    }
  }
  return {
    at(path, part = 'key') {
      const node = nodeAt(scan.root, path)
      const span = part === 'key' ? (node.key ?? node.value) : node.value
      return placeOf(span)
    },
    repeated: scan.repeated.map(({path, span}) => ({path, at: placeOf(span)})),
  }
}

function nodeAt(root: JsonNode, path: DocumentPath): JsonNode {
  let node = root
  for (const name of path) {
    const child = node.children.get(name)
    if (child === undefined) return node
    node = child
  }
  return node
}

/** Lines are counted once, so that many places in one long file cost little each. */
function placesIn(text: string, file: string): (span: Span) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return ({start, end}) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= start) low = middle
      else high = middle
    }
    const lineStart = starts[low] ?? 0
    const lineEnd = starts[low + 1] ?? text.length + 1
    return {file, line: low + 1, column: start - lineStart + 1, length: Math.max(1, Math.min(end, lineEnd - 1) - start)}
  }
}
