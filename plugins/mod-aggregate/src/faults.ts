import type {Column, DataSession} from 'datapy/mod'
import {nearestName} from './nearest-name.js'
import type {Aggregate, Params} from './params.js'
import {toldBy} from './told-by.js'

/** What is wrong with the parameters, given a table: a sentence and its code. */
export interface Fault {
  readonly message: string
  readonly code: string
}

/** Every name and every type that does not go with the table, at once. */
export async function faultsOf(params: Params, columns: readonly Column[], session: DataSession): Promise<readonly Fault[]> {
  const {group_by: groups, aggregates} = params
  const faults = groups.flatMap((name) => unknownColumn('group_by', name, columns))
  for (const [name, aggregate] of Object.entries(aggregates)) {
    faults.push(...columnFaults(name, aggregate, columns))
    if (aggregate.where !== undefined)
      faults.push(...(await expressionFaults(`where of ${quoted(name)}`, aggregate.where, columns, session)))
  }
  return [...faults, ...repeated([...groups, ...Object.keys(aggregates)])]
}

/** What is wrong with an expression over these columns. */
export async function expressionFaults(
  where: string,
  text: string,
  columns: readonly Column[],
  session: DataSession,
): Promise<readonly Fault[]> {
  try {
    await session.expression(text, columns)
    return []
  } catch (error) {
    return [{message: `${where}: ${toldBy(error)}`, code: 'bad_expression'}]
  }
}

/** To SQL, names that differ only in the case of ASCII letters are one. */
function repeated(names: readonly string[]): readonly Fault[] {
  const keys = names.map((name) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
  const again = names.filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
  return again.map((name) => ({message: `two columns of the result would be called ${quoted(name)}`, code: 'repeated_column'}))
}

function columnFaults(name: string, {function: fn, column, separator}: Aggregate, columns: readonly Column[]): readonly Fault[] {
  const what = `${quoted(name)}, the ${fn}`
  const faults: Fault[] = []
  if (separator !== undefined && fn !== 'string_agg')
    faults.push({message: `${what}, has a separator, which belongs to string_agg alone`, code: 'wrong_aggregate'})
  if (column === undefined) return faults
  const type = columns.find((one) => one.name === column)?.type
  if (type === undefined) return [...faults, ...unknownColumn(`${what},`, column, columns)]
  const misfit = misfitOf(fn, type)
  if (misfit !== undefined)
    faults.push({message: `${what} of ${quoted(column)}: that column is ${type}, and ${misfit}`, code: 'wrong_aggregate'})
  return faults
}

/** Why a function cannot be computed of a type. */
function misfitOf(fn: Aggregate['function'], type: string): string | undefined {
  const needsNumber = fn === 'sum' || fn === 'mean' || fn === 'stddev'
  if (needsNumber && type === 'BOOLEAN') return `${fn} takes numbers; count with a where counts what is true`
  if (needsNumber && !isNumber(type)) return `${fn} takes numbers; cast it to one first`
  if (fn === 'median' && !isNumber(type) && !/^(?:DATE|TIMESTAMP)/.test(type)) return 'median takes numbers and dates'
  return undefined
}

export function isNumber(type: string): boolean {
  return /INT$|^INTEGER$|^DECIMAL|^DOUBLE$|^FLOAT$/.test(type)
}

function unknownColumn(who: string, name: string, columns: readonly Column[]): readonly Fault[] {
  if (columns.some((column) => column.name === name)) return []
  const names = columns.map((column) => column.name)
  const near = nearestName(name, names)
  const listed = `there are ${names.slice(0, 20).map(quoted).join(', ')}${names.length > 20 ? ' …' : ''}`
  const help = near === undefined ? listed : `did you mean ${quoted(near)}?`
  return [{message: `${who} names the column ${quoted(name)}, which is not there: ${help}`, code: 'unknown_column'}]
}

/** A name or a value as a message shows it. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
