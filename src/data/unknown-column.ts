import {didYouMean} from '../errors/nearest.js'
import type {Column} from '../model/dataset.js'

/** What is wrong with a column's name; undefined where there is a column of that name. Upper and lower case differ. */
export function unknownColumn(name: string, columns: readonly Column[]): string | undefined {
  const names = columns.map((column) => column.name)
  if (names.includes(name)) return undefined
  const listed = `its columns are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}`
  return `there is no column "${name}": ${didYouMean(name, names) ?? listed}`
}
