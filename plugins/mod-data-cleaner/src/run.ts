import type {DataSession, Dataset, ModContext, ModReturn, Tally} from 'datapy/mod'
import {chosen, cleanedColumns, columnFaults, type CleanedColumn} from './columns.js'
import {repeatedRows} from './duplicates.js'
import {fillersOf, type Fillers} from './fill.js'
import type {Params} from './params.js'
import {castFaults, rejectedRows} from './rejected.js'
import {hasFailed, isMissing, stageOf, type Stage} from './stage.js'
import {valueFaults} from './value-faults.js'
import {counted, isKept, keptAndCounted, verdictsOf, type CountedVerdict, type Reason} from './verdicts.js'

/** Checks the parameters against the table, cleans it, and tells of all values that could not be cast. */
export async function run(params: Params, context: ModContext): Promise<ModReturn> {
  const {result, data: session} = context
  const refuse = (messages: readonly string[], code: string): ModReturn => {
    for (const message of messages) result.addError(message, code)
    return result.error()
  }
  const unknown = columnFaults(params, params.data.columns)
  if (unknown.length > 0) return refuse(unknown, 'unknown_column')
  const kept = cleanedColumns(params, params.data.columns)
  const {input, rowColumn} = await sourceOf(params, session)
  const stage = stageOf(params, kept, rowColumn, session)
  const unfit = await valueFaults(params, {before: kept, after: stage.columns}, session)
  if (unfit.length > 0) return refuse(unfit, 'wrong_value')
  try {
    return await clean(params, {input, rowColumn, stage}, context)
  } catch (error) {
    if (params.on_cast_error !== 'error') throw error
    const faults = await castFaults(await session.sql(stage.sql, {input}), stage, params, session)
    if (faults.length > 0) return refuse(faults, 'cast_failed')
    throw error
  }
}

interface Source {
  readonly input: Dataset
  /** The column that numbers the rows, where duplicates are to go. */
  readonly rowColumn: string | undefined
}

/**
 * Cleans a table in one pass, in which what is dropped and filled is counted, too. Before it come passes over those columns
 * alone that have to be known as a whole: to fill with their mean, or to find the rows that repeat others.
 */
async function clean(
  params: Params,
  {input, rowColumn, stage}: Source & {readonly stage: Stage},
  {result, data: session, logger}: ModContext,
): Promise<ModReturn> {
  const staged = await session.sql(params.on_cast_error === 'error' ? stage.strictSql : stage.sql, {input})
  const alive = isKept(verdictsOf(params, stage.columns, undefined))
  const fillers = await fillersOf(params, stage.columns, staged, alive, session)
  const verdicts = verdictsOf(params, stage.columns, fillers)
  const repeated = rowColumn === undefined ? undefined : await repeatsOf(params, stage.columns, staged, fillers, session)
  const reasons = await counted(
    repeated === undefined ? verdicts : [...verdicts, {reason: 'duplicate', condition: repeated}],
    session,
  )
  const changes = {filled: await session.tally(), nulled: await session.tally()}
  const values = stage.columns.map((column) => {
    const mayBeNulled = stage.castIds.has(column.id) && params.on_cast_error === 'null'
    return `${valueSql(column, mayBeNulled, fillers, changes)} AS ${session.identifier(column.name)}`
  })
  const query = `SELECT ${values.join(',\n  ')}\nFROM (SELECT * FROM input WHERE ${keptAndCounted(reasons)})`
  const cleaned = await session.output(query, {input: staged})

  result.addArtifact('data', cleaned)
  const rejects = await report({reasons, changes}, params.data, cleaned, result)
  result.addArtifact('rejected', await rejectedRows(staged, rejects !== 0, stage, params, session))
  for (const [id, value] of fillers.values)
    logger.debug('filled', {column: stage.columns.find((column) => column.id === id)?.name ?? id, value})
  for (const {name, strategy} of fillers.without)
    result.addWarning(`fill_missing: "${name}" has no value to take the ${strategy} of`, 'nothing_to_fill_with')
  return fillers.without.length > 0 ? result.warning() : result.success()
}

/** The table as it is read: with its rows numbered where duplicates are to go, and held where more than one pass goes over it. */
async function sourceOf(
  {data, drop_duplicates: dropDuplicates, on_cast_error: onCastError, fill_missing: fill}: Params,
  session: DataSession,
): Promise<Source> {
  const names = new Set(data.columns.map(({name}) => name.toLowerCase()))
  let rowColumn = 'row'
  while (names.has(rowColumn)) rowColumn += '_'
  if (dropDuplicates !== false) return {input: await session.numbered(data, rowColumn), rowColumn}
  const wantsStatistic = Object.values(fill).some((filler) => typeof filler === 'object' && 'strategy' in filler)
  const isReadOnce = onCastError !== 'reject' && !wantsStatistic
  return {input: isReadOnce ? data : await data.materialise(), rowColumn: undefined}
}

/** What `repeatedRows` finds among the rows that would go on, with their values filled in. */
async function repeatsOf(
  params: Params,
  columns: readonly CleanedColumn[],
  staged: Dataset,
  fillers: Fillers,
  session: DataSession,
): Promise<string | undefined> {
  const keys = chosen(params.drop_duplicates, columns)
  if (keys.length === 0) return undefined
  const filled = keys.flatMap((column) => {
    const value = fillers.values.get(column.id)
    return value === undefined ? [] : [`CASE WHEN ${isMissing(column)} THEN ${value} ELSE ${column.id} END AS ${column.id}`]
  })
  const table =
    filled.length === 0 ? staged : await session.sql(`SELECT * REPLACE (${filled.join(', ')}) FROM input`, {input: staged})
  const alive = isKept(verdictsOf(params, columns, fillers))
  const ids = keys.map(({id}) => id)
  return await repeatedRows(table, alive, await params.data.count(), ids, session)
}

/** How often a value was put where none was, and made null since it could not be cast. */
interface Changes {
  readonly filled: Tally
  readonly nulled: Tally
}

/** SQL of a column's value in the end. */
function valueSql(column: CleanedColumn, mayBeNulled: boolean, {values}: Fillers, {filled, nulled}: Changes): string {
  const filler = values.get(column.id)
  const inFailed = filler === undefined ? 'NULL' : `CASE WHEN ${filled.when('true')} THEN ${filler} END`
  const cases = [
    ...(mayBeNulled ? [`WHEN ${nulled.when(hasFailed(column))} THEN ${inFailed}`] : []),
    ...(filler === undefined ? [] : [`WHEN ${filled.when(isMissing(column))} THEN ${filler}`]),
  ]
  return cases.length === 0 ? column.id : `CASE ${cases.join(' ')} ELSE ${column.id} END`
}

/** Tells all counts that are known, and gives that of the rejected rows. */
async function report(
  {reasons, changes}: {readonly reasons: readonly CountedVerdict[]; readonly changes: Changes},
  before: Dataset,
  after: Dataset,
  result: ModContext['result'],
): Promise<number | undefined> {
  const rows = new Map<Reason, number | undefined>()
  for (const {reason, tally} of reasons) rows.set(reason, await tally.count())
  const of = (reason: Reason) => (rows.has(reason) ? rows.get(reason) : 0)
  const dropped = [of('empty'), of('missing'), of('duplicate')]
  const known = dropped.filter((count) => count !== undefined)
  result.addGlobal('row_count', after.knownCount)
  result.addMetric('rows_in', before.knownCount)
  result.addMetric('rows_out', after.knownCount)
  result.addMetric('rows_rejected', of('rejected'))
  result.addMetric('rows_dropped', known.length === dropped.length ? known.reduce((sum, count) => sum + count, 0) : undefined)
  result.addMetric('rows_dropped_empty', of('empty'))
  result.addMetric('rows_dropped_missing', of('missing'))
  result.addMetric('rows_dropped_duplicate', of('duplicate'))
  result.addMetric('values_filled', await changes.filled.count())
  result.addMetric('values_cast_to_null', await changes.nulled.count())
  return of('rejected')
}
