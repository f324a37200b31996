import type {DataSession, Dataset} from 'datapy/mod'
import {quoted, type Check} from './check.js'
import type {FailingRows, Numbered} from './failing-rows.js'
import {firstFailure, isRejecting} from './outcome.js'
import type {Params} from './params.js'

const added = ['reject_column', 'reject_value', 'reject_code', 'reject_reason']

/** The rows that go on, and those that do not, each with what is wrong with it: the first rule that it fails. */
export async function split(
  {data}: Params,
  checks: readonly Check[],
  rows: readonly FailingRows[],
  {table, row}: Numbered,
  session: DataSession,
): Promise<{readonly data: Dataset; readonly rejected: Dataset}> {
  const {identifier, literal} = session
  const inputs = Object.assign({}, ...rows.map((one) => one.inputs)) as Readonly<Record<string, Dataset>>
  const failed = firstFailure(checks, rows, isRejecting)
  const columns = data.columns.map(({name}) => identifier(name))
  // A table of rows that were rejected before may come in again.
  const own = data.columns.filter(({name}) => !added.includes(name.toLowerCase())).map(({name}) => identifier(name))
  const told = (of: (check: Check) => string) => {
    const whens = checks.flatMap((check, index) => (isRejecting(check) ? [`WHEN ${String(index)} THEN ${of(check)}`] : []))
    return whens.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${row} ${whens.join(' ')} END`
  }
  const value = ({column}: Check) => (column === undefined ? 'CAST(NULL AS VARCHAR)' : `CAST(${identifier(column)} AS VARCHAR)`)
  const marks = [
    `${told(({column}) => (column === undefined ? 'NULL' : literal(column)))} AS reject_column`,
    `${told(value)} AS reject_value`,
    `${told(({rule}) => literal(rule))} AS reject_code`,
    `${told((check) => reasonSql(check, value(check), session))} AS reject_reason`,
  ]
  // The number of a row gives way to the number of the first check that it fails.
  const judged = `(SELECT * REPLACE (${failed} AS ${row}) FROM input)`
  return {
    data: await session.sql(`SELECT ${columns.join(', ')} FROM ${judged} WHERE ${row} IS NULL`, {...inputs, input: table}),
    rejected: await session.sql(`SELECT ${[...own, ...marks].join(',\n  ')} FROM ${judged} WHERE ${row} IS NOT NULL`, {
      ...inputs,
      input: table,
    }),
  }
}

/** SQL of the sentence that says what is wrong with a row. */
function reasonSql({column, rule, says}: Check, value: string, {literal}: DataSession): string {
  if (column === undefined) return literal(`${quoted(rule)}: ${says}`)
  const what = literal(`column ${quoted(column)} ${says}`)
  if (rule === 'required') return what
  return `'"' || left(${value}, 100) || '" in ' || ${what}`
}
