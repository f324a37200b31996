/** A type of DuckDB's, taken apart as far as its parts are written one by one. */
export type NestedType =
  | {readonly kind: 'list'; readonly item: string}
  | {readonly kind: 'map'; readonly key: string; readonly value: string}
  | {readonly kind: 'scalar'; readonly type: string}
  | {readonly kind: 'struct'; readonly fields: readonly {readonly name: string; readonly type: string}[]}

/** Takes a type apart, as DuckDB writes it: `STRUCT(a BIGINT, "b c" VARCHAR[])`. */
export function nestedType(type: string): NestedType {
  const [, item] = /^(.*)\[\d*\]$/s.exec(type) ?? []
  if (item !== undefined) return {kind: 'list', item}
  const [, word, inner] = /^(STRUCT|MAP)\((.*)\)$/s.exec(type) ?? []
  if (word === undefined || inner === undefined) return {kind: 'scalar', type}
  const parts = splitParts(inner)
  if (word === 'MAP') return {kind: 'map', key: parts[0] ?? '', value: parts[1] ?? ''}
  return {kind: 'struct', fields: parts.map(fieldOf)}
}

/** What stands between commas that are in no quotes and no brackets. */
function splitParts(text: string): readonly string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '(' || character === '[') depth += 1
    else if (character === ')' || character === ']') depth -= 1
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  return [...parts, text.slice(from).trim()]
}

function fieldOf(text: string): {readonly name: string; readonly type: string} {
  const [, quoted, plain, type = ''] = /^(?:"((?:[^"]|"")*)"|([^\s"]+))\s+(.*)$/s.exec(text) ?? []
  return {name: quoted?.replaceAll('""', '"') ?? plain ?? '', type}
}
