import type {Cell, Column, DataSession, Dataset} from 'datapy/mod'
import {chosen} from './columns.js'
import type {Params} from './params.js'
import {isMissing, type Marks} from './stage.js'

type Filler = Params['fill_missing'][string]

/** What is wrong with the values and strategies to fill with, given the types of the columns. */
export async function unfillable(params: Params, columns: readonly Column[], session: DataSession): Promise<readonly string[]> {
  const problems: string[] = []
  for (const {name, type} of columns) {
    const filler = params.fill_missing[name]
    if (filler === undefined) continue
    if (typeof filler === 'object') {
      const needsNumbers = filler.strategy !== 'mode'
      if (needsNumbers && !isNumeric(type))
        problems.push(
          `fill_missing cannot take the ${filler.strategy} of "${name}", which is ${type}: cast it to a number first (cast: {${name}: decimal})`,
        )
      continue
    }
    const fits = await (await session.sql(`SELECT ${session.fits(session.literal(String(filler)), type)} AS fits`, {})).rows()
    if (fits[0]?.['fits'] !== true) problems.push(`fill_missing has ${JSON.stringify(filler)} for "${name}", which is ${type}`)
  }
  return problems
}

function isNumeric(type: string): boolean {
  return /INT$|^DECIMAL|^DOUBLE$|^FLOAT$/.test(type) || type === 'INTEGER'
}

/** The values to fill with, as text, by column: those given, and those that the other rows tell. */
export async function fillValues(
  params: Params,
  columns: readonly Column[],
  staged: Dataset,
  alive: string,
  session: DataSession,
): Promise<ReadonlyMap<string, string>> {
  const fillers = columns.flatMap(({name, type}) => {
    const filler = params.fill_missing[name]
    return filler === undefined ? [] : [{name, type, filler}]
  })
  const asked = fillers.filter(({filler}) => typeof filler === 'object')
  const statistics = asked.map(
    ({name, type, filler}, index) => `CAST(${statistic(name, type, filler, session)} AS VARCHAR) AS s${String(index)}`,
  )
  const [found] =
    asked.length === 0
      ? []
      : await (await session.sql(`SELECT ${statistics.join(', ')} FROM input WHERE ${alive}`, {input: staged})).rows()
  const values = new Map<string, string>()
  for (const {name, filler} of fillers) if (typeof filler !== 'object') values.set(name, String(filler))
  for (const [index, {name}] of asked.entries()) {
    const value: Cell | undefined = found?.[`s${String(index)}`]
    // No value at all in the column: there is nothing to fill with, and its nulls stay.
    if (typeof value === 'string') values.set(name, value)
  }
  return values
}

function statistic(name: string, type: string, filler: Filler, {identifier}: DataSession): string {
  const column = identifier(name)
  const present = `FILTER (WHERE NOT ${isMissing(column, type)})`
  const strategy = typeof filler === 'object' ? filler.strategy : 'mode'
  // Of several values that are as common, the least, so that two runs agree.
  if (strategy === 'mode')
    return `(SELECT ${column} FROM input AS m WHERE NOT ${isMissing(column, type)} GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT 1)`
  const value = strategy === 'mean' ? `avg(${column}) ${present}` : `median(${column}) ${present}`
  return /^DECIMAL/.test(type) || /INT/.test(type) ? `CAST(round(${value}, ${scaleOf(type)}) AS ${type})` : value
}

/** Digits after the point: a filled value has as many as the others. */
function scaleOf(type: string): string {
  return /,(\d+)\)$/.exec(type)?.[1] ?? '0'
}

/** The second pass over the rows that are still there: filled, and marked where something is missing all the same. Reads `input`. */
export function filledSql(
  params: Params,
  columns: readonly Column[],
  values: ReadonlyMap<string, string>,
  alive: string,
  marks: Marks,
  session: DataSession,
): string {
  const {identifier, literal} = session
  const names = columns.map(({name}) => name)
  const filled = columns.map(({name, type}) => {
    const value = values.get(name)
    const column = identifier(name)
    return value === undefined
      ? column
      : `CASE WHEN ${isMissing(column, type)} THEN CAST(${literal(value)} AS ${type}) ELSE ${column} END AS ${column}`
  })
  const fills = columns.filter(({name}) => values.has(name)).map(({name, type}) => `${isMissing(identifier(name), type)}::INT`)
  const missing = columns
    .filter(({name}) => chosen(params.drop_missing, names).includes(name) && !values.has(name))
    .map(({name, type}) => isMissing(identifier(name), type))
  return `SELECT ${[
    ...filled,
    ...(params.drop_duplicates === false ? [] : [identifier(marks.row)]),
    `(${missing.length > 0 ? missing.join(' OR ') : 'false'}) AS ${identifier(marks.missing)}`,
    `(${fills.length > 0 ? fills.join(' + ') : '0'})::INT AS ${identifier(marks.filled)}`,
  ].join(',\n  ')}\nFROM input WHERE ${alive}`
}
