import type {DataSession} from '../../model/data-session.js'
import type {Cell, Column, Dataset} from '../../model/dataset.js'
import {columnKind, type ColumnKind} from './column-kind.js'
import {textTraits} from './text-traits.js'

/** How many of the most frequent values are told. */
const topValues = 5
/** Text is told up to so many characters. */
const longestText = 200

/** Numbers about one column, by name: counts are of rows; what the column's type has no such thing of is not there. */
export type Measures = Readonly<Record<string, Cell>>

/**
 * Measures one column in one pass: its values are grouped, which spills where there are many, and all else is computed of
 * the groups, weighted by their rows.
 */
export async function measureColumn(data: DataSession, dataset: Dataset, column: Column): Promise<Measures> {
  const kind = columnKind(column.type)
  const name = data.identifier(column.name)
  const value = column.type.startsWith('ENUM(') ? `CAST(${name} AS VARCHAR)` : name
  const measures = Object.entries({...ofAll(kind), ...ofKind(kind)}).map(([key, sql]) => `${sql} AS ${key}`)
  const groups = `(SELECT ${value} AS v, count(*) AS n FROM input WHERE ${name} IS NOT NULL GROUP BY ALL)`
  const from = kind === 'text' ? `(SELECT *, ${traitList} FROM ${groups})` : groups
  const [row] = await (await data.sql(`SELECT ${measures.join(',\n')} FROM ${from}`, {input: dataset})).rows()
  return row ?? {}
}

const traitList = Object.entries(textTraits('v'))
  .map(([name, sql]) => `${sql} AS ${name}`)
  .join(',\n')

function ofAll(kind: ColumnKind): Record<string, string> {
  return {
    filled: 'coalesce(CAST(sum(n) AS BIGINT), 0)',
    distinct_values: 'count(*)',
    repeated: rows('n > 1'),
    top_values: `min_by({'value': ${kind === 'text' ? cut('v') : 'v'}, 'count': n}, {'n': -n, 'v': v}, ${String(topValues)})`,
  }
}

function ofKind(kind: ColumnKind): Record<string, string> {
  switch (kind) {
    case 'number':
      return {least: 'min(v)', greatest: 'max(v)', mean: mean('CAST(v AS DOUBLE)', 'true')}
    case 'floating':
      return {
        least: 'min(v) FILTER (isfinite(v))',
        greatest: 'max(v) FILTER (isfinite(v))',
        mean: mean('v', 'isfinite(v)'),
        not_finite: rows('NOT isfinite(v)'),
      }
    case 'time':
      return {least: 'min(v)', greatest: 'max(v)'}
    case 'text':
      return ofText
    case 'other':
      return {}
  }
}

const ofText = {
  least: cut('min(v)'),
  greatest: cut('max(v)'),
  min_length: 'min(length(v))',
  max_length: 'max(length(v))',
  blank: rows('is_blank'),
  surrounded: rows('is_surrounded'),
  surrounded_example: example('is_surrounded'),
  leading_zeros: rows('has_leading_zero'),
  leading_zeros_example: example('has_leading_zero'),
  null_words: rows('is_null_word'),
  null_words_example: example('is_null_word'),
  numbers: rows('is_number'),
  numbers_misfit: example('NOT is_number AND NOT is_blank'),
  number_least: 'min(TRY_CAST(trim(v) AS DOUBLE)) FILTER (is_number)',
  number_greatest: 'max(TRY_CAST(trim(v) AS DOUBLE)) FILTER (is_number)',
  dates: rows('is_date'),
  dates_misfit: example('NOT is_date AND NOT is_blank'),
}

/** In how many rows something holds of the value. */
function rows(condition: string): string {
  return `coalesce(CAST(sum(n) FILTER (${condition}) AS BIGINT), 0)`
}

/** The most frequent value of which something holds. */
function example(condition: string): string {
  return cut(`min_by(v, {'n': -n, 'v': v}) FILTER (${condition})`)
}

function mean(value: string, condition: string): string {
  return `sum(${value} * n) FILTER (${condition}) / sum(n) FILTER (${condition})`
}

function cut(text: string): string {
  return `CASE WHEN length(${text}) > ${String(longestText)} THEN left(${text}, ${String(longestText)}) || '…' ELSE ${text} END`
}
