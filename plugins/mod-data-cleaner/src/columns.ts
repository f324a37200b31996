import type {Params} from './params.js'

/** Names of the columns that the steps see: renamed, and those that are selected. */
export function columnsAfter({rename, select}: Pick<Params, 'rename' | 'select'>, names: readonly string[]): readonly string[] {
  return select ?? names.map((name) => rename[name] ?? name)
}

/** What is wrong with the columns that the parameters name: one that is not there, or two that get one name. */
export function unknownColumns(params: Params, names: readonly string[]): readonly string[] {
  const renamed = names.map((name) => params.rename[name] ?? name)
  const problems = [...missing('rename', Object.keys(params.rename), names), ...missing('select', params.select ?? [], renamed)]
  const twice = renamed.find((name, index) => renamed.findIndex((other) => same(other, name)) !== index)
  if (twice !== undefined) problems.push(`rename gives two columns the name "${twice}"`)
  const kept = columnsAfter(params, names)
  const lists = {trim: params.trim, drop_missing: params.drop_missing, drop_duplicates: params.drop_duplicates}
  for (const [step, columns] of Object.entries(lists)) if (Array.isArray(columns)) problems.push(...missing(step, columns, kept))
  const maps = {case: params.case, replace: params.replace, cast: params.cast, fill_missing: params.fill_missing}
  for (const [step, columns] of Object.entries(maps)) problems.push(...missing(step, Object.keys(columns), kept))
  return problems
}

/** The columns that `true` or a list means. */
export function chosen(setting: boolean | readonly string[], names: readonly string[]): readonly string[] {
  if (setting === true) return names
  return setting === false ? [] : setting
}

function missing(step: string, wanted: readonly string[], names: readonly string[]): string[] {
  return wanted
    .filter((name) => !names.includes(name))
    .map(
      (name) => `${step} names the column "${name}", which is not there: there are ${names.map((one) => `"${one}"`).join(', ')}`,
    )
}

/** SQL tells names apart without regard to case. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
