import type {Column, DataSession, Dataset} from 'datapy/mod'
import {goTogether} from './common-type.js'
import type {Params} from './params.js'

/** The columns of the union, and for each table the column of its own that becomes it, if one does. */
export interface UnionColumns {
  readonly names: readonly string[]
  readonly sources: readonly (readonly (Column | undefined)[])[]
}

/** Which columns of several tables go together. */
export function unionColumns({data: tables, by}: Pick<Params, 'by' | 'data'>): UnionColumns {
  const [first] = tables
  if (by === 'position') return {names: first?.columns.map(({name}) => name) ?? [], sources: tables.map(({columns}) => columns)}
  const keys = new Map<string, string>()
  for (const {columns} of tables) for (const {name} of columns) if (!keys.has(keyOf(name))) keys.set(keyOf(name), name)
  const sourceOf = ({columns}: Dataset, key: string) => columns.find(({name}) => keyOf(name) === key)
  return {names: [...keys.values()], sources: tables.map((table) => [...keys.keys()].map((key) => sourceOf(table, key)))}
}

/** What keeps tables from being put together. */
export function unionFaults(params: Pick<Params, 'by' | 'data' | 'source_column'>, columns: UnionColumns): readonly string[] {
  const {data: tables, by, source_column: added} = params
  const width = tables[0]?.columns.length ?? 0
  const odd = tables.findIndex((table) => table.columns.length !== width)
  if (by === 'position' && odd >= 0) {
    const counts = `table 1 has ${String(width)} columns, table ${String(odd + 1)} has ${String(tables[odd]?.columns.length)}`
    return [`${counts}: by position, all must have as many`]
  }
  const taken = columns.names.some((name) => keyOf(name) === keyOf(added ?? ''))
  return [
    ...columns.names.flatMap((name, index) =>
      typeFault(
        name,
        columns.sources.map((source) => source[index]),
      ),
    ),
    ...(taken ? [`source_column: there is a column "${String(added)}" already`] : []),
  ]
}

function typeFault(name: string, sources: readonly (Column | undefined)[]): readonly string[] {
  const first = sources.findIndex((column) => column !== undefined)
  const type = sources[first]?.type ?? ''
  const other = sources.findIndex((column) => column !== undefined && !goTogether(type, column.type))
  if (other < 0) return []
  const [one, two] = [first, other].map((index) => `${String(sources[index]?.type)} in table ${String(index + 1)}`)
  return [`column "${name}" is ${String(one)} and ${String(two)}: cast one of them first`]
}

/** SQL of all rows of one table, with the columns of the union. */
export function selectOf(index: number, columns: UnionColumns, added: string | undefined, session: DataSession): string {
  const cells = columns.names.map((name, at) => {
    const source = columns.sources[index]?.[at]
    return `${source === undefined ? 'NULL' : session.identifier(source.name)} AS ${session.identifier(name)}`
  })
  const number = added === undefined ? [] : [`${String(index + 1)} AS ${session.identifier(added)}`]
  return `SELECT ${[...number, ...cells].join(', ')} FROM table_${String(index + 1)}`
}

/** To SQL, names that differ only in the case of ASCII letters are one. */
function keyOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
