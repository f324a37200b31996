import {dataError} from './data-errors.js'

/** More columns than this a table that is read from text cannot have: the time to find out their types grows with their square. */
export const mostColumns = 5000

/** A name as DuckDB compares it: it does not tell the case of ASCII letters apart. */
export function columnKey(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The index of the first name that stood before, and of the one it repeats; nothing when all differ. */
export function findRepeated(names: readonly string[]): {readonly first: number; readonly second: number} | undefined {
  const seen = new Map<string, number>()
  for (const [index, name] of names.entries()) {
    const first = seen.get(columnKey(name))
    if (first !== undefined) return {first, second: index}
    seen.set(columnKey(name), index)
  }
  return undefined
}

/** Throws unless the names can stand side by side in one Dataset. */
export function checkColumnNames(names: readonly string[]): void {
  if (names.length === 0) {
    throw dataError('dataset_without_columns', 'there are no columns to make a Dataset of', {
      hint: 'give the columns: data.fromRows(rows, {columns})',
    })
  }
  for (const [index, name] of names.entries()) {
    if (name === '' || name.includes('\0')) throw dataError('bad_column_name', `column ${String(index + 1)} has no usable name`)
  }
  const repeated = findRepeated(names)
  if (repeated === undefined) return
  const [first, second] = [names[repeated.first], names[repeated.second]]
  throw dataError('bad_column_name', `the columns "${String(first)}" and "${String(second)}" have the same name`, {
    hint:
      first === second ? 'rename one of them' : 'names that differ only by case are one name to the engine: rename one of them',
  })
}
