import {quoted} from './check.js'
import {areComparable} from './column-type.js'
import {nearestName} from './nearest-name.js'
import type {Params, Reference} from './params.js'

/** Why values of a type cannot be looked up in a column of another table; nothing where they can. */
export function referenceFault({table, column}: Reference, type: string, references: Params['references']): string | undefined {
  const other = new Map(Object.entries(references)).get(table)
  if (other === undefined) {
    const names = Object.keys(references)
    const known = names.length === 0 ? 'the parameter references has no tables' : `references has ${names.map(quoted).join(', ')}`
    return `names the table ${quoted(table)}, and ${known}`
  }
  const found = other.columns.find(({name}) => name === column)
  if (found === undefined) {
    const names = other.columns.map(({name}) => name)
    const near = nearestName(column, names)
    const help = near === undefined ? `it has ${names.slice(0, 20).map(quoted).join(', ')}` : `did you mean ${quoted(near)}?`
    return `names the column ${quoted(column)}, which ${quoted(table)} does not have: ${help}`
  }
  if (areComparable(type, found.type)) return undefined
  const both = `the column is ${type}, and ${quoted(column)} of ${quoted(table)} is ${found.type}`
  return `compares what cannot be equal: ${both}; cast one of them first`
}
