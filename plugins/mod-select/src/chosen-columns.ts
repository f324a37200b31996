import type {Column, DataSession} from 'datapy/mod'
import type {Params} from './params.js'

/** A column of the input and what it is called from then on. */
export interface ChosenColumn extends Column {
  readonly source: string
}

/** The columns that are kept, under their new names. */
export function chosenColumns({columns: wanted, exclude, rename}: Params, input: readonly Column[]): readonly ChosenColumn[] {
  const names = new Map(Object.entries(rename))
  const kept = wanted === undefined ? input : wanted.flatMap((name) => input.filter((column) => column.name === name))
  return kept
    .filter(({name}) => !exclude.includes(name))
    .map(({name, type}) => ({name: names.get(name) ?? name, type, source: name}))
}

/** What is wrong with the columns that the parameters name, all of it. */
export function columnFaults(
  {columns: wanted = [], exclude, rename, derive, cast}: Params,
  input: readonly Column[],
  chosen: readonly ChosenColumn[],
  session: DataSession,
): readonly string[] {
  const unknown = (step: string, names: readonly string[], known: readonly Column[]) =>
    names.flatMap((name) => {
      const fault = session.unknownColumn(name, known)
      return fault === undefined ? [] : [`${step}: ${fault}`]
    })
  const derived = Object.keys(derive).map((name) => ({name, type: ''}))
  const again = repeated(chosen.map(({name}) => name)).map((name) => `rename gives two columns the name "${name}"`)
  const ofInput = [
    ...unknown('columns', wanted, input),
    ...unknown('exclude', exclude, input),
    ...unknown('rename', Object.keys(rename), input),
  ]
  // What only follows from a wrong name is not told beside it.
  const renamed = new Map(Object.entries(rename))
  const left = ofInput.length === 0 ? chosen : input.map(({name, type}) => ({name: renamed.get(name) ?? name, type}))
  if (left.length + derived.length === 0) return ['no column is left']
  return [...ofInput, ...unknown('cast', Object.keys(cast), [...left, ...derived]), ...again]
}

/** To SQL, names that differ only in the case of ASCII letters are one. */
function repeated(names: readonly string[]): readonly string[] {
  const keys = names.map((name) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
  return names.filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
}
