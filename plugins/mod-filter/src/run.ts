import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Keeps the rows for which an expression is true, in their order, and counts the others. */
export async function run({data, where, keep}: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const condition = await session.expression(where, data.columns)
  const [tested] = (await session.sql(`SELECT ${condition} AS tested FROM input`, {input: data})).columns
  if (tested?.type !== 'BOOLEAN') {
    result.addError(
      `where gives a value of type ${String(tested?.type)}: write a comparison, which is true or false`,
      'bad_expression',
    )
    return result.error()
  }
  const kept = await session.output(`SELECT * FROM input WHERE (${condition}) IS ${keep === 'matching' ? '' : 'NOT '}TRUE`, {
    input: data,
  })
  const [rowsIn, rowsOut] = [data.knownCount, kept.knownCount]
  result.addArtifact('data', kept)
  result.addMetric('rows_in', rowsIn)
  result.addMetric('rows_out', rowsOut)
  result.addMetric('rows_dropped', rowsIn === undefined || rowsOut === undefined ? undefined : rowsIn - rowsOut)
  result.addGlobal('row_count', rowsOut)
  return result.success()
}
