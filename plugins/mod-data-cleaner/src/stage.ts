import type {DataSession} from 'datapy/mod'
import {castOf, castOfColumn, type CastSql} from './cast.js'
import type {CleanedColumn} from './columns.js'
import type {Params} from './params.js'
import {failureSql} from './wanted.js'
import {afterText, cleanedText} from './text.js'

/** The table with its values cleaned and cast, before anything is filled or dropped. */
export interface Stage {
  /**
   * Reads `input` and gives, beside the columns by their ids: `row` (its number, from 0; only where the input has a column
   * for it), `empty`, `failed` (the name of the first column that could not be cast, else null), `failed_value` (its
   * text), and for each column that is cast, b0, b1 …: its value before that in such a row, and f0, f1 …: whether it could
   * not be.
   */
  readonly sql: string
  /** The same, but the query fails at the first value that cannot be cast. */
  readonly strictSql: string
  /** The columns as they are after it. */
  readonly columns: readonly CleanedColumn[]
  /** The columns as they were before cast. */
  readonly uncast: readonly CleanedColumn[]
  /** The ids of the columns that are cast. */
  readonly castIds: ReadonlySet<string>
}

/**
 * Columns renamed and selected, text cleaned, values cast where they can be, each row marked. `rowColumn` is the column of
 * the input that numbers its rows, if one does.
 */
export function stageOf(
  params: Params,
  kept: readonly CleanedColumn[],
  rowColumn: string | undefined,
  session: DataSession,
): Stage {
  const uncast = afterText(params, kept)
  const casts = columnCasts(params, uncast, session)
  const columns = uncast.map((column) => ({...column, type: casts.find((one) => one.column === column)?.type ?? column.type}))
  const sql = (isStrict: boolean) => {
    const tries = casts.map(({column, cast}) => `${cast.tried} AS ${tried(column)}`)
    const judged = casts.map(({column, type, cast}) => {
      const failure = isStrict ? `CAST(error(${failureSql(column, type, params, session)}) AS ${type})` : `CAST(NULL AS ${type})`
      const otherwise = `CASE WHEN ${isMissing(column)} THEN NULL ELSE ${failure} END`
      return `${cast.judged(tried(column), otherwise)} AS ${judgedId(column)}`
    })
    const withTries = `SELECT ${['*', ...tries].join(',\n  ')}\nFROM (${cleanedText(params, kept, rowColumn, session)})`
    const withCasts = `SELECT ${['*', ...judged].join(',\n  ')}\nFROM (${withTries})`
    const marked = `SELECT ${['*', ...marksOf(params, uncast, casts, session)].join(',\n  ')}\nFROM (${withCasts})`
    const values = uncast.map((column) =>
      casts.some((one) => one.column === column) ? `${judgedId(column)} AS ${column.id}` : column.id,
    )
    const before = casts.map(({column}) => `CASE WHEN failed IS NOT NULL THEN ${column.id} END AS ${beforeCast(column)}`)
    const flags = casts.map(({column}) => hasFailed(column))
    const all = [...values, ...before, ...flags, ...(rowColumn === undefined ? [] : ['row']), 'empty', 'failed', 'failed_value']
    return `SELECT ${all.join(',\n  ')}\nFROM (${marked})`
  }
  return {sql: sql(false), strictSql: sql(true), columns, uncast, castIds: new Set(casts.map(({column}) => column.id))}
}

interface ColumnCast {
  readonly column: CleanedColumn
  readonly type: string
  readonly cast: CastSql
}

function columnCasts({cast}: Params, columns: readonly CleanedColumn[], session: DataSession): readonly ColumnCast[] {
  const rules = new Map(Object.entries(cast))
  return columns.flatMap((column) => {
    const rule = rules.get(column.name)
    if (rule === undefined) return []
    const wanted = castOf(rule, session)
    return wanted.type === column.type
      ? []
      : [{column, type: wanted.type, cast: castOfColumn(column.id, column.type, wanted, session)}]
  })
}

/** What a row is marked with, made of the columns before cast and of their judged casts. */
function marksOf(
  params: Params,
  uncast: readonly CleanedColumn[],
  casts: readonly ColumnCast[],
  {literal}: DataSession,
): readonly string[] {
  const fails = casts.map(({column}) => ({column, failed: `(${judgedId(column)} IS NULL AND NOT ${isMissing(column)})`}))
  const failed = fails.map((one) => `WHEN ${one.failed} THEN ${literal(one.column.name)}`)
  const failedValue = fails.map((one) => `WHEN ${one.failed} THEN CAST(${one.column.id} AS VARCHAR)`)
  return [
    `${params.drop_empty_rows ? emptySql(uncast) : 'false'} AS empty`,
    `${failed.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${failed.join(' ')} END`} AS failed`,
    `${failedValue.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${failedValue.join(' ')} END`} AS failed_value`,
    ...fails.map((one) => `${one.failed} AS ${hasFailed(one.column)}`),
  ]
}

/** That no column has anything. CASE, unlike AND, leaves the others alone once one has: they need not even be trimmed. */
function emptySql(columns: readonly CleanedColumn[]): string {
  return `CASE ${columns.map((column) => `WHEN NOT ${isMissing(column)} THEN false`).join(' ')} ELSE true END`
}

function tried({id}: CleanedColumn): string {
  return id.replace('c', 't')
}

function judgedId({id}: CleanedColumn): string {
  return id.replace('c', 'j')
}

/** Where a stage keeps the value that a column had before it could not be cast. */
export function beforeCast({id}: CleanedColumn): string {
  return id.replace('c', 'b')
}

/** Where a stage says whether a column could not be cast. */
export function hasFailed({id}: CleanedColumn): string {
  return id.replace('c', 'f')
}

/** SQL that is true where a column has nothing: null, or for text empty. Never null itself. */
export function isMissing({id, type}: CleanedColumn): string {
  return type === 'VARCHAR' ? `(${id} IS NULL OR ${id} = '')` : `(${id} IS NULL)`
}

/** Terms joined so that they nest no deeper than they must: the engine takes no more than 1,000 levels. */
export function balanced(terms: readonly string[], operator: '+' | 'AND' | 'OR'): string {
  if (terms.length <= 1) return terms[0] ?? 'false'
  const half = Math.ceil(terms.length / 2)
  return `(${balanced(terms.slice(0, half), operator)} ${operator} ${balanced(terms.slice(half), operator)})`
}
