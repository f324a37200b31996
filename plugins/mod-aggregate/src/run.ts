import type {ModContext, ModReturn} from 'datapy/mod'
import {expressionFaults, faultsOf, type Fault} from './faults.js'
import {grouped} from './grouped.js'
import type {Params} from './params.js'

/** Groups a table and computes something for each group. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const refuse = (faults: readonly Fault[]): ModReturn => {
    for (const {message, code} of faults) result.addError(message, code)
    return result.error()
  }
  const faults = await faultsOf(params, params.data.columns, session)
  if (faults.length > 0) return refuse(faults)
  const {table, columns, order} = await grouped(params, session)
  const {having} = params
  const wrong = having === undefined ? [] : await expressionFaults('having', having, columns, session)
  if (wrong.length > 0) return refuse(wrong)

  const list = columns.map(({name}) => session.identifier(name)).join(', ')
  const kept = having === undefined ? '' : ` WHERE ${await session.expression(having, columns)}`
  const ordered = order === undefined ? '' : ` ORDER BY ${order}`
  const groups = await session.output(`SELECT ${list} FROM input${kept}${ordered}`, {input: table})
  result.addArtifact('data', groups)
  result.addMetric('rows_in', params.data.knownCount)
  result.addMetric('rows_out', groups.knownCount)
  result.addGlobal('row_count', groups.knownCount)
  return result.success()
}
