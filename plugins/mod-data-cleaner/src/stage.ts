import type {DataSession} from 'datapy/mod'
import {castOf, castSql} from './cast.js'
import type {CleanedColumn} from './columns.js'
import type {Params} from './params.js'
import {afterText, cleanedText} from './text.js'

/** The first pass over the table, and what it leaves. */
export interface Stage {
  /**
   * Reads `input` and gives, beside the columns by their ids: `row` (its number, from 0; only where duplicates are to
   * go), `empty`, `failed` (the name of the first column that could not be cast, else null), `failed_value` (its text),
   * `failures` (how many could not), and for each column that is cast, b0, b1 …: its value before that in such a row.
   */
  readonly sql: string
  /** The columns as they are after it. */
  readonly columns: readonly CleanedColumn[]
  /** The columns as they were before cast. */
  readonly uncast: readonly CleanedColumn[]
}

/** The first pass: columns renamed and selected, text cleaned, values cast where they can be, each row marked. */
export function stageOf(params: Params, kept: readonly CleanedColumn[], session: DataSession): Stage {
  const {literal} = session
  const uncast = afterText(params, kept)
  const rules = new Map(Object.entries(params.cast))
  const casts = uncast.flatMap((column) => {
    const rule = rules.get(column.name)
    if (rule === undefined) return []
    const cast = castOf(rule, session)
    return cast.type === column.type ? [] : [{column, cast, tried: `t${column.id}`}]
  })
  const columns = uncast.map((column) => ({
    ...column,
    type: casts.find((one) => one.column === column)?.cast.type ?? column.type,
  }))

  const tries = casts.map(({column, cast, tried}) => `${castSql(column.id, column.type, cast, session)} AS ${tried}`)
  const fails = casts.map(({column, tried}) => ({column, failed: `(${tried} IS NULL AND NOT ${isMissing(column)})`}))
  const values = uncast
    .map(({id}) => casts.find(({column}) => column.id === id)?.tried ?? id)
    .map((value, index) => `${value} AS c${String(index)}`)
  const before = casts.map(({column}) => `CASE WHEN failed IS NOT NULL THEN ${column.id} END AS ${beforeCast(column)}`)
  const failed = fails.map((one) => `WHEN ${one.failed} THEN ${literal(one.column.name)}`)
  const failedValue = fails.map((one) => `WHEN ${one.failed} THEN CAST(${one.column.id} AS VARCHAR)`)
  const marks = [
    `${params.drop_empty_rows ? balanced(uncast.map(isMissing), 'AND') : 'false'} AS empty`,
    `${failed.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${failed.join(' ')} END`} AS failed`,
    `${failedValue.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${failedValue.join(' ')} END`} AS failed_value`,
    `${
      fails.length === 0
        ? '0'
        : balanced(
            fails.map((one) => `CAST(${one.failed} AS INTEGER)`),
            '+',
          )
    } AS failures`,
  ]
  const rowNumber = params.drop_duplicates === false ? [] : ['row_number() OVER () - 1 AS row']
  const tried = `SELECT ${['*', ...tries].join(',\n  ')}\nFROM (${cleanedText(params, kept, session)})`
  const marked = `SELECT ${['*', ...marks].join(',\n  ')}\nFROM (${tried})`
  const all = [...values, ...before, ...rowNumber, 'empty', 'failed', 'failed_value', 'failures']
  return {sql: `SELECT ${all.join(',\n  ')}\nFROM (${marked})`, columns, uncast}
}

/** Where a stage keeps the value that a column had before it could not be cast. */
export function beforeCast({id}: CleanedColumn): string {
  return id.replace('c', 'b')
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
