import type {Column, DataSession} from 'datapy/mod'
import {quoted, type Check, type Fault} from './check.js'
import {nearestName} from './nearest-name.js'
import type {Params} from './params.js'
import {ruleChecks, type Doubt} from './rule-checks.js'
import {toldBy} from './told-by.js'

/** Every check that the parameters ask for, those of columns first, and everything that is wrong with them. */
export async function allChecks(
  params: Params,
  session: DataSession,
): Promise<{readonly checks: readonly Check[]; readonly faults: readonly Fault[]}> {
  const {data, references} = params
  const checks: Check[] = []
  const faults: Fault[] = []
  for (const [name, rules] of Object.entries(params.rules)) {
    const column = data.columns.find((one) => one.name === name)
    if (column === undefined) {
      faults.push(unknownColumn(name, data.columns))
      continue
    }
    for (const set of [rules].flat()) {
      const found = ruleChecks(column, set, {onFail: set.on_fail ?? params.on_fail, references, session})
      checks.push(...found.checks)
      faults.push(...found.faults, ...(await confirmed(found.doubts, session)))
    }
  }
  for (const [rule, given] of Object.entries(params.rows)) {
    const {expression, on_fail: onFail = params.on_fail} = typeof given === 'string' ? {expression: given} : given
    try {
      const sql = await session.expression(expression, data.columns)
      const says = `${quoted(expression)} is not true`
      checks.push({column: undefined, rule, onFail, says, test: {kind: 'row', fails: `coalesce(NOT (${sql}), false)`}})
    } catch (error) {
      faults.push({message: `rows: ${quoted(rule)}: ${toldBy(error)}`, code: 'bad_expression'})
    }
  }
  return {checks, faults}
}

/** The doubts that turn out to be faults: the engine refuses the expression, or it is not true. */
async function confirmed(doubts: readonly Doubt[], session: DataSession): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const {sql, fault} of doubts) {
    try {
      const [row] = await (await session.sql(`SELECT ${sql} AS holds`, {})).rows()
      if (row?.['holds'] !== true) faults.push(fault)
    } catch (error) {
      const refusal = error instanceof Error ? /Invalid Input Error: (.*)/.exec(error.message) : null
      if (refusal === null) throw error
      faults.push({...fault, message: `${fault.message}: ${refusal[1] ?? ''}`})
    }
  }
  return faults
}

function unknownColumn(name: string, columns: readonly Column[]): Fault {
  const names = columns.map((column) => column.name)
  const near = nearestName(name, names)
  const listed = `there are ${names.slice(0, 20).map(quoted).join(', ')}${names.length > 20 ? ' …' : ''}`
  const help = near === undefined ? listed : `did you mean ${quoted(near)}?`
  return {message: `rules names the column ${quoted(name)}, which is not there: ${help}`, code: 'unknown_column'}
}
