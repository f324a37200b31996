import type {Cell, Column, Row} from '../model/dataset.js'

/** Adds the rows from one index up to another, out of columns of cells, to a list. */
export type AddRows = (columns: readonly (readonly Cell[])[], from: number, to: number, rows: Row[]) => void

/** More columns than this V8 keeps in a dictionary, however an object is made. */
const mostInLiteral = 500

/** Makes row objects out of columns of cells. A column called `__proto__` is a key like any other. */
export function rowMaker(columns: readonly Column[]): AddRows {
  const names = columns.map(({name}) => name)
  if (names.length > mostInLiteral) return keyByKey(names)
  try {
    return asLiterals(names)
  } catch (error) {
    // Node was told to make no code of texts.
    if (error instanceof EvalError) return keyByKey(names)
    throw error
  }
}

/** A function for these very names, since V8 makes an object of a literal ten times as fast as one that gets key after key. */
function asLiterals(names: readonly string[]): AddRows {
  const cells = names.map((_, at) => `c${String(at)}`)
  const entries = names.map((name, at) => `${name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)}: c${String(at)}[i]`)
  const body = `const [${cells.join()}] = columns; for (let i = from; i < to; i += 1) rows.push({${entries.join()}})`
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- names are quoted by JSON.stringify, all else is ours
  return new Function('columns', 'from', 'to', 'rows', body) as AddRows
}

function keyByKey(names: readonly string[]): AddRows {
  return (columns, from, to, rows) => {
    for (let index = from; index < to; index += 1)
      rows.push(Object.fromEntries(names.map((name, at) => [name, columns[at]?.[index] ?? null])))
  }
}
