/** A value as SQL text: numbers as they are, text in quotes. Numbers that are not finite are written as DuckDB casts them. */
export function literal(value: boolean | bigint | number | string | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'number' && !Number.isFinite(value)) return `CAST('${String(value)}' AS DOUBLE)`
  if (Object.is(value, -0)) return `CAST('-0.0' AS DOUBLE)`
  return String(value)
}

/** The name of a file to be read, as SQL. The engine takes every name for a pattern, in which `[*]` is a star and no more. */
export function fileLiteral(path: string): string {
  return literal(path.replaceAll(/[*?[]/g, '[$&]'))
}

/** A name as SQL text, quoted, so that spaces, quotes and keywords are safe. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A text as DuckDB's client must get it: the client takes a U+FEFF at the beginning of a text for a byte order mark and
 * drops it, so such a text is given one more.
 */
export function sendable(expression: string): string {
  return `CASE WHEN starts_with(${expression}, chr(65279)) THEN chr(65279) || ${expression} ELSE ${expression} END`
}

/** A list of expressions, one a line. */
export function commaList(expressions: readonly string[]): string {
  return expressions.join(',\n')
}
