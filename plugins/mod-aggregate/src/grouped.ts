import type {Column, DataSession, Dataset} from 'datapy/mod'
import {isNumber} from './faults.js'
import type {Aggregate, Params} from './params.js'

/** A table with a row for each group: the columns of the result, and how to put them in order. */
export interface Grouped {
  readonly table: Dataset
  readonly columns: readonly Column[]
  /** SQL for ORDER BY; nothing where one row needs no order. */
  readonly order: string | undefined
}

/** The groups and what is computed for each, in one pass over the input, and lazy. */
export async function grouped(params: Params, session: DataSession): Promise<Grouped> {
  const {group_by: groups, aggregates, order} = params
  const {identifier} = session
  const isSorted = order === 'sorted'
  const needsRows = (!isSorted && groups.length > 0) || Object.values(aggregates).some(readsOrder)
  const row = freeName('row', [...params.data.columns.map(({name}) => name), ...groups, ...Object.keys(aggregates)])
  const input = needsRows ? await numbered(params, row, session) : params.data

  const keys = groups.map((name) => identifier(name))
  const types = new Map(params.data.columns.map(({name, type}) => [name, type]))
  const computed: string[] = []
  for (const [name, aggregate] of Object.entries(aggregates)) {
    const filter = aggregate.where === undefined ? undefined : await session.expression(aggregate.where, params.data.columns)
    const sql = aggregateSql(aggregate, {type: types.get(aggregate.column ?? '') ?? '', row: identifier(row), filter}, session)
    computed.push(`${sql} AS ${identifier(name)}`)
  }
  const first = !isSorted && groups.length > 0 ? [`min(${identifier(row)}) AS ${identifier(row)}`] : []
  // The keys by number, since a new column may have the name of one that is grouped by.
  const by = keys.length === 0 ? '' : ` GROUP BY ${keys.map((_, index) => String(index + 1)).join(', ')}`
  const table = await session.sql(`SELECT ${[...keys, ...computed, ...first].join(',\n  ')}\nFROM input${by}`, {input})
  return {
    table,
    columns: table.columns.slice(0, keys.length + computed.length),
    order: keys.length === 0 ? undefined : isSorted ? keys.map((key) => `${key} NULLS LAST`).join(', ') : identifier(row),
  }
}

/** Whether a function looks at the order of rows. */
function readsOrder({function: fn}: Aggregate): boolean {
  return fn === 'first' || fn === 'last' || fn === 'string_agg'
}

/** The input with numbers of its rows. Of one that is still to be computed, only the columns that are needed are held. */
async function numbered({data, group_by: groups, aggregates}: Params, row: string, session: DataSession): Promise<Dataset> {
  const hasExpression = Object.values(aggregates).some(({where}) => where !== undefined)
  if (data.knownCount !== undefined || hasExpression) return session.numbered(data, row)
  const used = new Set([...groups, ...Object.values(aggregates).flatMap(({column}) => column ?? [])])
  const list = data.columns.filter(({name}) => used.has(name)).map(({name}) => session.identifier(name))
  return session.numbered(list.length === 0 ? data : await data.sql(`SELECT ${list.join(', ')} FROM input`), row)
}

function aggregateSql(
  {function: fn, column, separator = ', '}: Aggregate,
  {type, row, filter}: {readonly type: string; readonly row: string; readonly filter: string | undefined},
  {identifier, literal}: DataSession,
): string {
  const where = (...more: readonly string[]) => {
    const all = [...(filter === undefined ? [] : [filter]), ...more]
    return all.length === 0 ? '' : ` FILTER (WHERE ${all.map((one) => `(${one})`).join(' AND ')})`
  }
  if (column === undefined) return `count(*)${where()}`
  const value = identifier(column)
  switch (fn) {
    case 'count':
    case 'min':
    case 'max':
    case 'sum':
      return `${fn}(${value})${where()}`
    case 'count_distinct':
      return `count(DISTINCT ${value})${where()}`
    case 'mean':
      return `avg(${value})${where()}`
    case 'median':
      // The engine rounds the median of decimals to their own digits.
      return `median(${isNumber(type) ? `CAST(${value} AS DOUBLE)` : value})${where()}`
    case 'stddev':
      if (type !== 'DOUBLE' && type !== 'FLOAT') return `stddev_samp(${value})${where()}`
      // The engine fails at infinity and NaN; their deviation is NaN.
      return `CASE WHEN bool_or(NOT isfinite(${value}))${where()} THEN CAST('NaN' AS DOUBLE) ELSE stddev_samp(${value})${where(`isfinite(${value})`)} END`
    case 'first':
      return `arg_min(${value}, ${row})${where()}`
    case 'last':
      return `arg_max(${value}, ${row})${where()}`
    case 'string_agg':
      return `string_agg(CAST(${value} AS VARCHAR), ${literal(separator)} ORDER BY ${row})${where()}`
  }
}

/** A name that none of these is, whatever its case. */
function freeName(wanted: string, taken: readonly string[]): string {
  return taken.some((name) => name.toLowerCase() === wanted) ? freeName(`${wanted}_`, taken) : wanted
}
