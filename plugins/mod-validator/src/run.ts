import type {ModContext, ModReturn} from 'datapy/mod'
import {allChecks} from './all-checks.js'
import {quoted} from './check.js'
import {failingRows} from './failing-rows.js'
import {outcomesOf, type Outcome, type Outcomes} from './outcome.js'
import type {Params} from './params.js'
import {split} from './split.js'

/** Checks every row against every rule, then fails, warns, or splits the table. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const {checks, faults} = await allChecks(params, session)
  for (const {message, code} of faults) result.addError(message, code)
  if (faults.length > 0) return result.error()

  const name = freeName(
    'row',
    params.data.columns.map((column) => column.name),
  )
  const table = await session.numbered(params.data, name)
  const numbered = {table, row: session.identifier(name), rows: await table.count()}
  const rows = await failingRows(checks, numbered, params.references, session)
  const outcomes = await outcomesOf(checks, rows, numbered, session)
  report(outcomes, numbered.rows, result)

  if (isRefused(outcomes, params, numbered.rows, result)) return result.error()

  const tables = await split(params, checks, rows, numbered, session)
  // Where every row goes on, the table goes on as it is; one that is still to be computed has just been.
  const isWhole = outcomes.rejected === 0 && params.data.knownCount !== undefined
  result.addArtifact('data', isWhole ? params.data : tables.data)
  result.addArtifact('rejected', tables.rejected)
  result.addMetric('rows_out', numbered.rows - outcomes.rejected)
  result.addMetric('rows_rejected', outcomes.rejected)
  result.addGlobal('row_count', numbered.rows - outcomes.rejected)
  const warnings = failed(outcomes, 'warn')
  for (const outcome of warnings) result.addWarning(sentence(outcome), 'rule_failed')
  return warnings.length > 0 ? result.warning() : result.success()
}

/** Says why the run fails, where it does: a rule whose failures are errors, or too many failures of the others. */
function isRefused(outcomes: Outcomes, {max_failures: most}: Params, rows: number, result: ModContext['result']): boolean {
  const errors = failed(outcomes, 'error')
  for (const outcome of errors) result.addError(sentence(outcome), 'rule_failed')
  if (outcomes.failing <= limitOf(most, rows)) return errors.length > 0
  for (const outcome of [...failed(outcomes, 'reject'), ...failed(outcomes, 'warn')])
    result.addWarning(sentence(outcome), 'rule_failed')
  const told = `${String(outcomes.failing)} of ${String(rows)} rows fail, and max_failures is ${String(most)}`
  result.addError(told, 'too_many_failures')
  return true
}

function failed({all}: Outcomes, onFail: Params['on_fail']): readonly Outcome[] {
  return all.filter(({check, failures}) => check.onFail === onFail && failures > 0)
}

/** What a rule found, with the first row and its value. */
function sentence({check: {column, rule, says}, failures, first}: Outcome): string {
  const what = column === undefined ? `the rule ${quoted(rule)}: ${says}` : `${quoted(column)} ${says}`
  const value = column === undefined || rule === 'required' ? '' : ` with ${quoted(first?.value ?? '')}`
  return `${what} in ${String(failures)} row(s); the first is row ${String(first?.row ?? 0)}${value}`
}

function limitOf(most: Params['max_failures'], rows: number): number {
  if (most === undefined) return Infinity
  return typeof most === 'number' ? most : (rows * Number(most.replace('%', ''))) / 100
}

function report({all, failing}: Outcomes, rows: number, result: ModContext['result']): void {
  result.addMetric('rows_in', rows)
  result.addMetric('rows_failing', failing)
  const byColumn = new Map<string, Map<string, number>>()
  const byRule = new Map<string, number>()
  for (const {check, failures} of all) {
    const counts = check.column === undefined ? byRule : (byColumn.get(check.column) ?? new Map<string, number>())
    counts.set(check.rule, (counts.get(check.rule) ?? 0) + failures)
    if (check.column !== undefined) byColumn.set(check.column, counts)
  }
  result.addMetric('failures', Object.fromEntries([...byColumn].map(([column, counts]) => [column, Object.fromEntries(counts)])))
  result.addMetric('row_failures', Object.fromEntries(byRule))
}

/** A name that none of these is, whatever its case. */
function freeName(wanted: string, taken: readonly string[]): string {
  return taken.some((name) => name.toLowerCase() === wanted) ? freeName(`${wanted}_`, taken) : wanted
}
