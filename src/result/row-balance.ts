import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Problem} from '../model/problem.js'

export interface RowCounts {
  /** Rows of all input ports, counted by the framework; for a source, its metric rows_read. */
  readonly rowsIn: number
  /** Rows of the port `data`, counted by the framework. */
  readonly rowsOut: number
  readonly metrics: Readonly<Record<string, JsonValue>>
}

/** The problem when rows_in = rows_out + rows_rejected + rows_dropped does not hold: rows were lost or made up. */
export function rowBalanceProblem(modType: string, {rowsIn, rowsOut, metrics}: RowCounts): Problem | undefined {
  const rejected = count(metrics['rows_rejected'])
  const dropped = count(metrics['rows_dropped'])
  if (rowsIn === rowsOut + rejected + dropped) return undefined
  return problem(
    'row_balance',
    `${modType} lost count of its rows: ${String(rowsIn)} came in, ${String(rowsOut)} went out, ${String(rejected)} rejected, ${String(dropped)} dropped`,
    {hint: 'a fault of the mod: report it to its author'},
  )
}

function count(metric: JsonValue | undefined): number {
  return typeof metric === 'number' ? metric : 0
}
