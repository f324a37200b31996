import type {DataSession, Dataset} from 'datapy/mod'
import {literalOf} from './cast.js'
import type {CleanedColumn} from './columns.js'
import type {Params} from './params.js'
import {isMissing} from './stage.js'

type Strategy = 'mean' | 'median' | 'mode'

/** What to put where nothing is: SQL of a column's type by the column's id, and the columns that have no value to take it from. */
export interface Fillers {
  readonly values: ReadonlyMap<string, string>
  readonly without: readonly {readonly name: string; readonly strategy: Strategy}[]
}

/** The values to fill with: those given, and those that the rows where `alive` holds have. */
export async function fillersOf(
  params: Params,
  columns: readonly CleanedColumn[],
  staged: Dataset,
  alive: string,
  session: DataSession,
): Promise<Fillers> {
  const given = new Map(Object.entries(params.fill_missing))
  const values = new Map<string, string>()
  const without: {name: string; strategy: Strategy}[] = []
  for (const column of columns) {
    const filler = given.get(column.name)
    if (filler === undefined) continue
    if (typeof filler !== 'object') values.set(column.id, literalOf(filler, column.type, session))
    else if ('value' in filler) values.set(column.id, literalOf(filler.value, column.type, session))
    else {
      const text = await statistic(column, filler.strategy, staged, alive, session)
      if (text === undefined) without.push({name: column.name, strategy: filler.strategy})
      else values.set(column.id, `CAST(${session.literal(text)} AS ${column.type})`)
    }
  }
  return {values, without}
}

/** A statistic of a column, as the text of its type; nothing where the column has no value. */
async function statistic(
  column: CleanedColumn,
  strategy: Strategy,
  staged: Dataset,
  alive: string,
  session: DataSession,
): Promise<string | undefined> {
  const {id, type} = column
  // A NaN is a value, and would make the mean one too.
  const there = `${alive} AND NOT ${isMissing(column)}${/^DOUBLE$|^FLOAT$/.test(type) ? ` AND NOT isnan(${id})` : ''}`
  const query =
    strategy === 'mode'
      ? // Of several that are as common, the least, so that two runs agree.
        `SELECT CAST(${id} AS VARCHAR) AS value FROM input WHERE ${there} GROUP BY ${id} ORDER BY count(*) DESC, ${id} LIMIT 1`
      : `SELECT CAST(CAST(${rounded(strategy === 'mean' ? `avg(${id})` : `median(CAST(${id} AS DOUBLE))`, type)} AS ${type}) AS VARCHAR) AS value FROM input WHERE ${there}`
  const [row] = await (await session.sql(query, {input: staged})).rows()
  const value = row?.['value']
  return typeof value === 'string' ? value : undefined
}

/** Rounded half away from zero to the digits of the type, where that has a number of them. */
function rounded(value: string, type: string): string {
  return /^DOUBLE$|^FLOAT$/.test(type) ? value : `round(${value}, ${scaleOf(type)})`
}

function scaleOf(type: string): string {
  return /,(\d+)\)$/.exec(type)?.[1] ?? '0'
}
