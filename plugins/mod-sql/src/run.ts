import type {Dataset, ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Runs a SELECT over its inputs, once it is certain that it reads nothing else. */
export async function run({inputs, query, allow_outside: isAllowed}: Params, context: ModContext): Promise<ModReturn> {
  const {result, data, logger} = context
  const reaches = await data.outsideOf(query, Object.keys(inputs))
  if (isAllowed) {
    // What else is wrong with it, the engine says.
    const outside = reaches.filter(({code}) => code === 'sql_outside')
    for (const {message} of outside) logger.info('the query reads more than its inputs', {what: message})
  } else {
    for (const {code, message, hint} of reaches) result.addError(hint === undefined ? message : `${message}; ${hint}`, code)
    if (reaches.length > 0) return result.error()
  }
  const table = await data.output(query, inputs)
  result.addArtifact('data', table)
  result.addMetric('rows_in', rowsOf(Object.values(inputs)))
  result.addMetric('rows_out', table.knownCount)
  result.addGlobal('row_count', table.knownCount)
  return result.success()
}

/** Rows of all tables, where they are known. */
function rowsOf(tables: readonly Dataset[]): number | undefined {
  let rows = 0
  for (const {knownCount} of tables) {
    if (knownCount === undefined) return undefined
    rows += knownCount
  }
  return rows
}
