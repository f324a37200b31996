/** What can be said of a column's values, by its type. */
export type ColumnKind = 'floating' | 'number' | 'other' | 'text' | 'time'

/** The kind of a DuckDB type. */
export function columnKind(type: string): ColumnKind {
  if (type.endsWith(']')) return 'other'
  if (type === 'VARCHAR' || type.startsWith('ENUM(')) return 'text'
  if (type === 'DOUBLE' || type === 'FLOAT') return 'floating'
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\))$/.test(type)) return 'number'
  if (/^(DATE|TIME|TIMESTAMP)/.test(type)) return 'time'
  return 'other'
}
