import type {DataSession, Dataset, ModContext, ModReturn} from 'datapy/mod'
import {joinedColumns, nameFaults, type JoinedColumn} from './joined-columns.js'
import {keyFaults, keysOf} from './keys.js'
import type {Params} from './params.js'
import {repeatedKeys} from './repeated-keys.js'

/** Joins two tables. Both are numbered first, so that the rows of the result have an order. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const wrong = keyFaults(params)
  const columns = joinedColumns(params, session)
  for (const {message, code} of [...wrong, ...nameFaults(columns)]) result.addError(message, code)
  if (wrong.length > 0 || nameFaults(columns).length > 0) return result.error()

  const row = freeName(
    'row',
    [...params.left.columns, ...params.right.columns].map(({name}) => name),
  )
  const tables = {left: await session.numbered(params.left, row), right: await session.numbered(params.right, row)}
  const repeated = await repeatedKeys(params, tables, session)
  for (const {message, code} of repeated) result.addError(message, code)
  if (repeated.length > 0) return result.error()

  const joined = await session.output(joinSql(params, columns, row, session), {l: tables.left, r: tables.right})
  const [left, right] = [await tables.left.count(), await tables.right.count()]
  result.addArtifact('data', joined)
  result.addMetric('rows_in', left + right)
  result.addMetric('rows_left', left)
  result.addMetric('rows_right', right)
  result.addMetric('rows_out', joined.knownCount)
  for (const [name, count] of Object.entries(await unmatched(params, tables, joined, session))) result.addMetric(name, count)
  result.addGlobal('row_count', joined.knownCount)
  return result.success()
}

function joinSql(params: Params, columns: readonly JoinedColumn[], row: string, session: DataSession): string {
  const {identifier} = session
  const list = columns.map(({name, sql}) => `${sql} AS ${identifier(name)}`).join(',\n  ')
  const isLeftOnly = params.type === 'semi' || params.type === 'anti'
  const order = [`l.${identifier(row)} NULLS LAST`, ...(isLeftOnly ? [] : [`r.${identifier(row)} NULLS LAST`])].join(', ')
  return `SELECT ${list}\nFROM l ${params.type.toUpperCase()} JOIN r ON ${condition(params, session)}\nORDER BY ${order}`
}

function condition(params: Params, {identifier}: DataSession): string {
  return keysOf(params)
    .map(({left, right}) => `l.${identifier(left)} = r.${identifier(right)}`)
    .join(' AND ')
}

/**
 * How many rows found no partner. The keys alone are joined for that, which costs little beside the join itself; where
 * the mod is fused, nothing is computed for a count.
 */
async function unmatched(
  params: Params,
  {left, right}: {readonly left: Dataset; readonly right: Dataset},
  {knownCount: out}: Dataset,
  session: DataSession,
): Promise<Readonly<Record<string, number>>> {
  if (session.fused || out === undefined) return {}
  if (params.type === 'anti') return {rows_unmatched_left: out}
  if (params.type === 'semi') return {rows_unmatched_left: (await left.count()) - out}
  const on = condition(params, session)
  const count = async (query: string) => await (await session.sql(query, {l: left, r: right})).count()
  return {
    rows_unmatched_left: await count(`SELECT 1 AS one FROM l ANTI JOIN r ON ${on}`),
    rows_unmatched_right: await count(`SELECT 1 AS one FROM r ANTI JOIN l ON ${on}`),
  }
}

/** A name that none of these is, whatever its case. */
function freeName(wanted: string, taken: readonly string[]): string {
  return taken.some((name) => name.toLowerCase() === wanted) ? freeName(`${wanted}_`, taken) : wanted
}
