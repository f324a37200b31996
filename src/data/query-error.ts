import {didYouMean, nearest} from '../errors/nearest.js'
import type {Column} from '../model/dataset.js'
import {dataError, isDataPyError} from './data-errors.js'
import {placeInMessage, placeText} from './query-place.js'

/** What the engine says of a query besides what is wrong: lists of what it would have taken. */
const suggestions = /\s*\n(?:Candidate bindings: |Candidate tables: |Did you mean |\s*Candidate functions:)[\s\S]*$/

/**
 * What is wrong with a query, as the engine says it of the statement that the query was put into: with its place in the
 * query, and the nearest name that its inputs have. Any other error as it is.
 */
export function queryError(
  error: unknown,
  query: string,
  inputs: readonly (readonly [name: string, table: {readonly columns: readonly Column[]}])[],
): unknown {
  if (!isDataPyError(error)) return error
  const [{code, hint: given} = {code: ''}] = error.problems
  const {cause} = error
  if (code !== 'sql_failed' || !(cause instanceof Error)) return error
  // A statement that cannot be parsed at all is told of before the query is put into another.
  const isAlone = cause.message.startsWith('Failed to extract statements')
  const place = placeInMessage(cause.message, query, isAlone ? 0 : Math.max(1, inputs.length))
  const told = error.message.replace('Failed to extract statements: ', '')
  const message = told.replace(suggestions, '')
  const hint = given ?? nearestName(message, inputs) ?? suggestionOf(told)
  return dataError('sql_failed', place === undefined ? message : `${placeText(place)}: ${message}`, {hint, cause})
}

type Inputs = readonly (readonly [name: string, table: {readonly columns: readonly Column[]}])[]

/** The column or input that a name was meant to be. */
function nearestName(message: string, inputs: Inputs): string | undefined {
  const table = /^Catalog Error: Table with name (.+) does not exist/.exec(message)?.[1]
  const names = inputs.map(([name]) => name)
  if (table !== undefined) return didYouMean(table, names) ?? `its inputs are ${names.join(', ')}`
  const column = /(?:Referenced column|does not have a column named) "(.+)"/.exec(message)?.[1]
  if (column === undefined) return undefined
  const near = nearest(
    column,
    inputs.flatMap(([, {columns}]) => columns.map(({name}) => name)),
  )
  return near === undefined || near === column ? undefined : `did you mean "${near}"?`
}

/** The engine's own suggestion, where it is short enough to help. */
function suggestionOf(told: string): string | undefined {
  const [found] = /(?:Candidate bindings: .*|Candidate tables: .*|Did you mean .*)/.exec(told) ?? []
  return found === undefined || found.length > 200 ? undefined : found.replace(/^Did/, 'did')
}
