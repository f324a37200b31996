import type {Cell} from '../model/dataset.js'
import {decimalType, unproven, type TextColumn} from './text-columns.js'

interface Candidate {
  readonly type: string
  /** SQL that is true where a text, read as the type and written again, gives the same characters. */
  holds(column: string): string
}

const candidates: readonly Candidate[] = [
  {type: 'BIGINT', holds: (column) => `(length(ltrim(${column}, '-')) <= 18 AND ${writesBack(column, 'BIGINT')})`},
  {
    type: 'DECIMAL',
    holds: (column) =>
      String.raw`(regexp_full_match(${column}, '-?(0|[1-9][0-9]*)\.[0-9]+') AND NOT regexp_full_match(${column}, '-0\.0+') AND length(${column}) - ${column}.starts_with('-')::INT <= 39)`,
  },
  {type: 'BOOLEAN', holds: (column) => `${column} IN ('true', 'false')`},
  {
    type: 'DATE',
    holds: (column) => `(regexp_full_match(${column}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND ${writesBack(column, 'DATE')})`,
  },
  {
    type: 'TIMESTAMP',
    holds: (column) => `(regexp_full_match(${column}, '[0-9]{4}-[0-9]{2}-[0-9]{2} .*') AND ${writesBack(column, 'TIMESTAMP')})`,
  },
]

/** For a type that was decided for: SQL that is true where a value allows it, and asks for no other width or scale. */
const proofs: Readonly<Record<string, (column: string, type: string) => string>> = {
  // A value beyond 18 digits would have kept the column text.
  BIGINT: (column) => `(${writesBack(column, 'BIGINT')} AND length(ltrim(${column}, '-')) <= 18)`,
  DECIMAL: writesBack,
  BOOLEAN: (column) => `${column} IN ('true', 'false')`,
  DATE: (column) => `(length(${column}) = 10 AND ${writesBack(column, 'DATE')})`,
  TIMESTAMP: (column) => `(${column} LIKE '____-__-__ %' AND ${writesBack(column, 'TIMESTAMP')})`,
}

function writesBack(column: string, type: string): string {
  return `coalesce(CAST(TRY_CAST(${column} AS ${type}) AS VARCHAR) = ${column}, false)`
}

/**
 * A column whose type is found: the first candidate that all of its values allow, so that every value can be written
 * again as it stood; text when there is none, or no value at all.
 */
export function inferredColumn(): TextColumn {
  let alive = candidates
  let hasValues = false
  let digits = 1
  const scales = new Set<number>()

  const found = () => (hasValues ? alive[0]?.type : undefined)
  const type = () => {
    const name = found() ?? 'VARCHAR'
    return name === 'DECIMAL' ? decimalType(digits, [...scales][0] ?? 0) : name
  }
  return {
    measures: (column) => {
      if (alive.length === 0) return []
      const scale = `length(${column}) - strpos(${column}, '.')`
      const width = `length(ltrim(${column}, '-')) - 1`
      const ofDecimals = alive.some((candidate) => candidate.type === 'DECIMAL')
        ? [`min(${scale})`, `max(${scale})`, `max(${width})`]
        : []
      return [
        `count(${column})`,
        ...alive.map((candidate) => `bool_and(${candidate.holds(column)}) FILTER (${column} IS NOT NULL)`),
        ...ofDecimals,
      ]
    },
    observe: ([count, ...rest]: readonly Cell[]) => {
      if (Number(count) === 0) return
      hasValues = true
      const [least, most, width] = rest.slice(alive.length).map(Number)
      alive = alive.filter((_, index) => rest[index] === true)
      if (!alive.some((candidate) => candidate.type === 'DECIMAL')) return
      digits = Math.max(digits, width ?? 0)
      for (const scale of [least, most]) if (scale !== undefined) scales.add(scale)
      if (scales.size > 1) alive = alive.filter((candidate) => candidate.type !== 'DECIMAL')
    },
    type,
    cast: (column) => (type() === 'VARCHAR' ? column : `CAST(${column} AS ${type()})`),
    proven: (column) => {
      const holds = proofs[found() ?? ''] ?? ((text) => (hasValues ? 'true' : `${text} IS NULL`))
      const typed = type() === 'VARCHAR' ? column : `CAST(${column} AS ${type()})`
      return `CASE WHEN ${column} IS NULL THEN NULL WHEN ${holds(column, type())} THEN ${typed} ELSE ${unproven} END`
    },
  }
}
