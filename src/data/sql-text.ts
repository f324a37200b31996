/** A value as SQL text: numbers as they are, text in quotes. Numbers that are not finite are written as DuckDB casts them. */
export function literal(value: boolean | bigint | number | string | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'number' && !Number.isFinite(value)) return `CAST('${String(value)}' AS DOUBLE)`
  if (Object.is(value, -0)) return `CAST('-0.0' AS DOUBLE)`
  return String(value)
}

/** A name as SQL text, quoted, so that spaces, quotes and keywords are safe. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A list of expressions, one a line. */
export function commaList(expressions: readonly string[]): string {
  return expressions.join(',\n')
}
