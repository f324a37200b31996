import type {DataSession} from 'datapy/mod'
import type {CleanedColumn} from './columns.js'
import type {Params} from './params.js'

/** What a value is not that could not be cast, in words. */
export function wanted({name, type}: Pick<CleanedColumn, 'name' | 'type'>, {cast}: Params): string {
  const rule = new Map(Object.entries(cast)).get(name)
  const formats = typeof rule === 'object' ? [rule.format].flat() : []
  return formats.length === 0 ? `no ${type}` : `no ${type} of the form ${formats.join(' or ')}`
}

/** SQL of a sentence about a value that could not be cast. */
export function failureSql({id, name}: CleanedColumn, type: string, params: Params, {literal}: DataSession): string {
  const [start, end] = [
    `cast of "${name}": the value is ${wanted({name, type}, params)}: "`,
    '". Set on_cast_error to reject or null to go on without such',
  ]
  return `${literal(start)} || left(CAST(${id} AS VARCHAR), 100) || ${literal(end)}`
}
