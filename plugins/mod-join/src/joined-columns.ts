import type {Column, DataSession} from 'datapy/mod'
import {keysOf, quoted, type Fault} from './keys.js'
import type {Params} from './params.js'

/** A column of the result, and the SQL of its value: `l` is the left table, `r` the right one. */
export interface JoinedColumn {
  readonly name: string
  readonly sql: string
}

/** The columns of the left table, then those of the right one that are no keys of the same name. */
export function joinedColumns(params: Params, {identifier}: DataSession): readonly JoinedColumn[] {
  const {left, right, type, suffix} = params
  const once = new Set(keysOf(params).flatMap((key) => (key.left === key.right ? [key.left] : [])))
  const hasLeftless = type === 'right' || type === 'full'
  const fromLeft = left.columns.map(({name}) => {
    const own = `l.${identifier(name)}`
    return {name, sql: hasLeftless && once.has(name) ? `coalesce(${own}, r.${identifier(name)})` : own}
  })
  if (type === 'semi' || type === 'anti') return fromLeft
  const taken = new Set(left.columns.map(columnKey))
  const fromRight = right.columns
    .filter(({name}) => !once.has(name))
    .map((column) => ({
      name: taken.has(columnKey(column)) ? column.name + suffix : column.name,
      sql: `r.${identifier(column.name)}`,
    }))
  return [...fromLeft, ...fromRight]
}

/** Names that would stand twice in the result. */
export function nameFaults(columns: readonly JoinedColumn[]): readonly Fault[] {
  const keys = columns.map(columnKey)
  const again = columns.filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
  return again.map(({name}) => ({
    message: `two columns of the result would be called ${quoted(name)}: give another suffix, or rename one of them first`,
    code: 'repeated_column',
  }))
}

/** To SQL, names that differ only in the case of ASCII letters are one. */
function columnKey({name}: Pick<Column, 'name'>): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
