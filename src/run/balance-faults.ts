import type {Problem} from '../model/problem.js'
import type {ModReturn} from '../model/result.js'
import {rowBalanceProblem} from '../result/row-balance.js'
import {tablesAt} from './port-tables.js'
import type {PreparedMod} from './prepare-mod.js'
import type {World} from './world.js'

/** What is wrong with the rows of a mod that says none of them gets lost. */
export async function balanceFaults(
  {entry, params}: PreparedMod,
  {metrics}: ModReturn,
  artifacts: Readonly<Record<string, unknown>>,
  world: World,
): Promise<readonly Problem[]> {
  const {input_ports: ports, row_balance: balance = false} = entry.interface
  if (balance === false) return []
  const rowsIn =
    ports.length === 0 ? metrics['rows_read'] : countOf(await tablesAt(params, entry, balance === true ? ports : balance), world)
  const rowsOut = countOf([artifacts['data']], world)
  const known = typeof rowsIn === 'number' && rowsOut !== undefined
  const fault = known ? rowBalanceProblem(entry.metadata.type, {rowsIn, rowsOut, metrics}) : undefined
  return fault === undefined ? [] : [fault]
}

/** The rows of all tables; undefined where one of them is yet to be computed. */
function countOf(tables: readonly unknown[], {engine}: World): number | undefined {
  const counts = tables.filter((table) => engine.isDataset(table)).map(({knownCount}) => knownCount)
  return counts.some((count) => count === undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}
