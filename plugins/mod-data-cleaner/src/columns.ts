import type {Column} from 'datapy/mod'
import {nearestName} from './nearest-name.js'
import type {Params} from './params.js'

/** A column on its way through the steps. */
export interface CleanedColumn {
  /** What it is called in the SQL of the steps: c0, c1 …, so that no name of a table can clash with theirs. */
  readonly id: string
  /** What it is called in the end. */
  readonly name: string
  /** What it is called in the input. */
  readonly source: string
  readonly type: string
}

/** The columns that the steps see, after rename and select. */
export function cleanedColumns({rename, select}: Params, input: readonly Column[]): readonly CleanedColumn[] {
  const all = renamed(rename, input)
  const kept = select === undefined ? all : select.flatMap((name) => all.filter((column) => column.name === name))
  return kept.map((column, index) => ({...column, id: `c${String(index)}`}))
}

/** The columns that `true`, false or a list stands for. */
export function chosen(setting: boolean | readonly string[], columns: readonly CleanedColumn[]): readonly CleanedColumn[] {
  if (typeof setting === 'boolean') return setting ? columns : []
  return columns.filter(({name}) => setting.includes(name))
}

/** What is wrong with the columns that the parameters name: one that is not there, or two that would get one name. */
export function columnFaults(params: Params, input: readonly Column[]): readonly string[] {
  const all = renamed(params.rename, input)
  const kept = cleanedColumns(params, input)
  const {rename, select = [], trim, drop_missing, drop_duplicates, case: cases, replace, cast, fill_missing} = params
  const lists = {trim, drop_missing, drop_duplicates}
  const maps = {case: cases, replace, cast, fill_missing}
  const wanted = [
    ...Object.entries(lists).map(([step, list]) => ({step, names: typeof list === 'boolean' ? [] : list})),
    ...Object.entries(maps).map(([step, map]) => ({step, names: Object.keys(map)})),
  ]
  return [
    ...Object.keys(rename).flatMap((name) => fault('rename', name, input)),
    ...repeated(all),
    ...select.flatMap((name) => fault('select', name, all, newNameOf(name, all))),
    ...wanted.flatMap(({step, names}) =>
      names.flatMap((name) =>
        fault(step, name, kept, newNameOf(name, all) ?? (has(name, all) ? 'select leaves it out' : undefined)),
      ),
    ),
  ]
}

interface Named {
  readonly name: string
}

function renamed(rename: Params['rename'], input: readonly Column[]): readonly Omit<CleanedColumn, 'id'>[] {
  // A map, since a column may be called "constructor".
  const names = new Map(Object.entries(rename))
  return input.map(({name, type}) => ({name: names.get(name) ?? name, source: name, type}))
}

function fault(step: string, name: string, columns: readonly Named[], reason?: string): readonly string[] {
  if (has(name, columns)) return []
  const names = columns.map((column) => column.name)
  const near = nearestName(name, names)
  const listed = `there are ${names.slice(0, 20).map(quoted).join(', ')}${names.length > 20 ? ' …' : ''}`
  const help = reason ?? (near === undefined ? listed : `did you mean ${quoted(near)}?`)
  return [`${step} names the column ${quoted(name)}, which is not there: ${help}`]
}

/** A hint for who uses the name that a column had before rename. */
function newNameOf(name: string, all: readonly Omit<CleanedColumn, 'id'>[]): string | undefined {
  const column = all.find(({source}) => source === name)
  return column === undefined || column.name === name ? undefined : `rename calls it ${quoted(column.name)}`
}

/** To SQL, names that differ only in the case of ASCII letters are one. */
function repeated(columns: readonly Named[]): readonly string[] {
  const keys = columns.map(({name}) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
  const again = columns.filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
  return again.map(({name}) => `rename gives two columns the name ${quoted(name)}`)
}

function has(name: string, columns: readonly Named[]): boolean {
  return columns.some((column) => column.name === name)
}

/** A name or a value as a message shows it. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}
