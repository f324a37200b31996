import {isAlias, isMap, isScalar, isSeq, type Document, type Node} from 'yaml'
import type {Place} from '../model/problem.js'
import type {DocumentPath, SourceDocument} from '../model/source-document.js'
import {placeOfNode} from './yaml-value.js'

/** Answers where the key, or the value, at a path stands; for a path that is not there, where its nearest ancestor does. */
export function placesOf(
  document: Document,
  file: string,
  place: (offset: number, length?: number) => Place,
): SourceDocument['at'] {
  return (path: DocumentPath, part = 'key') => {
    let found: {readonly key: Node | undefined; readonly value: Node | undefined} = {
      key: undefined,
      value: asNode(document.contents),
    }
    for (const step of path) {
      const next = child(resolved(found.value, document), step)
      if (next === undefined) break
      found = next
    }
    const node = part === 'value' ? (found.value ?? found.key) : (found.key ?? found.value)
    return node === undefined ? {file, line: 1, column: 1} : {...placeOfNode(node, place), file}
  }
}

function child(
  node: Node | undefined,
  step: number | string,
): {readonly key: Node | undefined; readonly value: Node | undefined} | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({key}) => isScalar(key) && String(key.value) === String(step))
    return pair === undefined ? undefined : {key: asNode(pair.key), value: asNode(pair.value)}
  }
  if (isSeq(node)) {
    const item = asNode(node.items[Number(step)])
    return item === undefined ? undefined : {key: item, value: item}
  }
  return undefined
}

function resolved(node: Node | undefined, document: Document): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node
}

function asNode(value: unknown): Node | undefined {
  return value === null || value === undefined ? undefined : (value as Node)
}
