import type {Column, DataSession} from 'datapy/mod'
import {columnsAfter} from './columns.js'
import type {Params} from './params.js'
import {cleanedText} from './text.js'

/** Names of the columns that mark what became of a row; none is a column of the table. */
export interface Marks {
  readonly row: string
  readonly empty: string
  readonly failedColumn: string
  readonly failedValue: string
  readonly failures: string
  readonly missing: string
  readonly filled: string
}

export function marksFor(names: readonly string[]): Marks {
  let prefix = '__clean'
  while (names.some((name) => name.toLowerCase().startsWith(prefix))) prefix = `_${prefix}`
  const named = (what: string) => `${prefix}_${what}`
  return {
    row: named('row'),
    empty: named('empty'),
    failedColumn: named('failed_column'),
    failedValue: named('failed_value'),
    failures: named('failures'),
    missing: named('missing'),
    filled: named('filled'),
  }
}

/** The first pass: renamed, selected, text cleaned, cast where it can be, each row numbered and marked. Reads `input`. */
export function stagedSql(
  params: Params,
  input: readonly Column[],
  marks: Marks,
  session: DataSession,
): {readonly sql: string; readonly columns: readonly Column[]} {
  const {identifier, literal} = session
  const renamed = new Map(input.map((column) => [params.rename[column.name] ?? column.name, column]))
  const names = columnsAfter(
    params,
    input.map(({name}) => name),
  )
  const sources = names.flatMap((name) => {
    const column = renamed.get(name)
    return column === undefined ? [] : [{...column, name, source: identifier(column.name)}]
  })
  const cleaned = sources.map(
    ({name, type, source}) =>
      `${type === 'VARCHAR' ? cleanedText(name, source, params, names, session) : source} AS ${identifier(name)}`,
  )

  const columns = sources.map(({name, type}): Column => {
    const wanted = params.cast[name]
    return {name, type: wanted === undefined ? type : session.columnType(wanted)}
  })
  const casts = sources.flatMap(({name, type}, index) => {
    const target = columns[index]?.type ?? type
    if (params.cast[name] === undefined || target === type) return []
    return [{name, ...castSql(identifier(name), type, target, session)}]
  })
  const typed = columns.map(({name}) => {
    const cast = casts.find((one) => one.name === name)
    return cast === undefined ? identifier(name) : `${cast.value} AS ${identifier(name)}`
  })
  const failedColumn = casts.map(({name, fails}) => `WHEN ${fails} THEN ${literal(name)}`)
  const failedValue = casts.map(({name, fails}) => `WHEN ${fails} THEN CAST(${identifier(name)} AS VARCHAR)`)
  const isEmpty = sources.map(({name, type}) => isMissing(identifier(name), type))
  const emptyMark = params.drop_empty_rows && isEmpty.length > 0 ? isEmpty.join(' AND ') : 'false'
  const sql = `SELECT ${[
    ...typed,
    ...(params.drop_duplicates === false ? [] : [`row_number() OVER () - 1 AS ${identifier(marks.row)}`]),
    `(${emptyMark}) AS ${identifier(marks.empty)}`,
    `${failedColumn.length > 0 ? `CASE ${failedColumn.join(' ')} END` : 'NULL::VARCHAR'} AS ${identifier(marks.failedColumn)}`,
    `${failedValue.length > 0 ? `CASE ${failedValue.join(' ')} END` : 'NULL::VARCHAR'} AS ${identifier(marks.failedValue)}`,
    `(${casts.length > 0 ? casts.map(({fails}) => `(${fails})::INT`).join(' + ') : '0'})::INT AS ${identifier(marks.failures)}`,
  ].join(',\n  ')}\nFROM (SELECT ${cleaned.join(', ')} FROM input)`
  return {sql, columns}
}

/** SQL that is true where a value is missing: null, or for text empty. Never null itself. */
export function isMissing(column: string, type: string): string {
  return type === 'VARCHAR' ? `(${column} IS NULL OR ${column} = '')` : `(${column} IS NULL)`
}

/** A cast that gives null where it would fail or lose something, and the condition that says so. */
function castSql(
  column: string,
  from: string,
  to: string,
  session: DataSession,
): {readonly value: string; readonly fails: string} {
  if (to === 'VARCHAR') return {value: `CAST(${column} AS VARCHAR)`, fails: 'false'}
  const text = from === 'VARCHAR' ? column : `CAST(${column} AS VARCHAR)`
  const fits = `coalesce(${session.fits(text, to)}, false)`
  const fails = `(NOT ${isMissing(text, 'VARCHAR')} AND NOT ${fits})`
  return {value: `CASE WHEN ${fits} THEN TRY_CAST(trim(${text}) AS ${to}) END`, fails}
}
