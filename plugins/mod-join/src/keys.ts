import type {Column} from 'datapy/mod'
import {nearestName} from './nearest-name.js'
import type {Params} from './params.js'

/** Two columns that must be equal. */
export interface Key {
  readonly left: string
  readonly right: string
}

/** What is wrong with the parameters, given the tables: a sentence and its code. */
export interface Fault {
  readonly message: string
  readonly code: string
}

export function keysOf({on}: Params): readonly Key[] {
  return on.map((key) => (typeof key === 'string' ? {left: key, right: key} : key))
}

/** Every column that is not there, and every pair of columns that nothing can be equal in, at once. */
export function keyFaults(params: Params): readonly Fault[] {
  const {left, right} = params
  return keysOf(params).flatMap((key) => {
    const unknown = [...unknownColumn('left', key.left, left.columns), ...unknownColumn('right', key.right, right.columns)]
    return unknown.length > 0 ? unknown : typeFaults(key, typeOf(key.left, left.columns), typeOf(key.right, right.columns))
  })
}

function typeFaults(key: Key, left: string, right: string): readonly Fault[] {
  if (kindOf(left) === kindOf(right)) return []
  const names = key.left === key.right ? quoted(key.left) : `${quoted(key.left)} and ${quoted(key.right)}`
  const message = `on joins ${names}, which is ${left} in the left table and ${right} in the right one: cast one of them first, for instance with data_cleaner's cast`
  return [{message, code: 'key_types_differ'}]
}

/**
 * Types that are compared without a loss are of one kind. A double is not compared with an exact number: large integers
 * that differ would be equal.
 */
function kindOf(type: string): string {
  if (/INT$|^INTEGER$|^DECIMAL/.test(type)) return 'exact number'
  if (type === 'DOUBLE' || type === 'FLOAT') return 'double'
  if (type === 'DATE' || /^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type)) return 'date'
  return type
}

function unknownColumn(side: string, name: string, columns: readonly Column[]): readonly Fault[] {
  if (columns.some((column) => column.name === name)) return []
  const names = columns.map((column) => column.name)
  const near = nearestName(name, names)
  const listed = `there are ${names.slice(0, 20).map(quoted).join(', ')}${names.length > 20 ? ' …' : ''}`
  const help = near === undefined ? listed : `did you mean ${quoted(near)}?`
  return [
    {message: `on names the column ${quoted(name)}, which the ${side} table does not have: ${help}`, code: 'unknown_column'},
  ]
}

function typeOf(name: string, columns: readonly Column[]): string {
  return columns.find((column) => column.name === name)?.type ?? ''
}

/** A name as a message shows it. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}
