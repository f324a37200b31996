import {didYouMean} from '../../errors/nearest.js'
import type {Database} from '../database.js'
import {judgeFunctions} from '../fence/judge-functions.js'
import {literal} from '../sql-text.js'
import type {ExpressionPart} from './parts-of.js'

/** They fail on purpose, or answer by where and when they are asked. */
const refusedByName = new Set([
  'error',
  'current_user',
  'current_role',
  'current_database',
  'current_schema',
  'current_schemas',
  'version',
])

/** What is wrong with the functions and operators of an expression: there is none, or it does not compute a value of the row alone. */
export async function unfitFunctions(
  database: Database,
  parts: readonly ExpressionPart[],
  placed: (offset: number | undefined) => string,
): Promise<readonly {readonly message: string; readonly hint?: string | undefined}[]> {
  const called = parts.filter(({kind}) => kind === 'function')
  if (called.length === 0) return []
  const names = [...new Set(called.map(({name}) => name.toLowerCase()))]
  const verdicts = await judgeFunctions(database, names)
  const scalars = await scalarFunctions(database)
  return called.flatMap(({name, offset}) => {
    const key = name.toLowerCase()
    if (scalars.has(key) && verdicts.get(key) === 'pure' && !refusedByName.has(key)) return []
    return [unfit(name, placed(offset), verdicts.get(key) === 'unknown', scalars)]
  })
}

function unfit(name: string, where: string, isUnknown: boolean, scalars: ReadonlySet<string>) {
  const isOperator = !/^\w+$/.test(name)
  if (isOperator) return {message: `there is no operator ${name}${where}`}
  if (isUnknown) return {message: `there is no function ${name}${where}`, hint: didYouMean(name, [...scalars])}
  return {
    message: `${name} does not compute a value of the row alone${where}`,
    hint: 'an expression sees one row: no aggregates, no date or user of the run; ${run.date} gives the day',
  }
}

/** The names of the functions that give one value for one row, and the same one each time. Macros are made of such. */
async function scalarFunctions(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.rows(
    `SELECT lower(function_name) FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro')
    GROUP BY 1 HAVING bool_and(coalesce(stability, 'CONSISTENT') = ${literal('CONSISTENT')})`,
  )
  return new Set(rows.map(([name]) => String(name)))
}
