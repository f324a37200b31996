import type {Cell, Column, Row} from '../model/dataset.js'

/** Makes row objects out of columns of cells. A column called `__proto__` is a key like any other. */
export function rowMaker(columns: readonly Column[]): (cells: readonly (readonly Cell[])[], index: number) => Row {
  const names = columns.map(({name}) => name)
  if (names.includes('__proto__')) {
    return (cells, index) => Object.fromEntries(names.map((name, at) => [name, cells[at]?.[index] ?? null]))
  }
  return (cells, index) => {
    const row: Record<string, Cell> = {}
    for (const [at, name] of names.entries()) row[name] = cells[at]?.[index] ?? null
    return row
  }
}
