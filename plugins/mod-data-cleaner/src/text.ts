import type {DataSession} from 'datapy/mod'
import {literalOf} from './cast.js'
import {chosen, type CleanedColumn} from './columns.js'
import type {Params} from './params.js'

/** What one step makes of a column's value; nothing where it leaves the column alone. */
type Step = (column: CleanedColumn) => string | undefined

/** A SELECT of the columns after trim, case, replace and null_values, by their ids, and of `row`. Reads `input`. */
export function cleanedText(
  params: Params,
  columns: readonly CleanedColumn[],
  rowColumn: string | undefined,
  session: DataSession,
): string {
  const {identifier} = session
  const sources = columns.map((column) => {
    const raw = identifier(column.source)
    return `${hasPattern(params, column) ? `CAST(${raw} AS VARCHAR)` : raw} AS ${column.id}`
  })
  const row = rowColumn === undefined ? [] : ['row']
  let sql = `SELECT ${[...sources, ...row.map((id) => `${identifier(rowColumn ?? '')} AS ${id}`)].join(', ')} FROM input`
  for (const step of textSteps(params, columns, session)) {
    const values = columns.map((column) => ({id: column.id, value: step(column)}))
    if (values.every(({value}) => value === undefined)) continue
    const cells = values.map(({id, value}) => (value === undefined ? id : `${value} AS ${id}`))
    sql = `SELECT ${[...cells, ...row].join(',\n  ')}\nFROM (${sql})`
  }
  return sql
}

/** The columns with the types that they have after these steps: one that a pattern works on is text. */
export function afterText(params: Params, columns: readonly CleanedColumn[]): readonly CleanedColumn[] {
  return columns.map((column) => (hasPattern(params, column) ? {...column, type: 'VARCHAR'} : column))
}

function hasPattern({replace}: Params, {name}: CleanedColumn): boolean {
  return rulesFor(replace, name).some(({regex}) => regex === true)
}

/** The rules for a column. Looked up in a map, since a column may be called "constructor". */
export function rulesFor(replace: Params['replace'], name: string): Params['replace'][string] {
  return new Map(Object.entries(replace)).get(name) ?? []
}

/** Numbers and dates have neither spaces nor case: asked of them, trim, case and null_values have nothing to do. */
function textSteps(params: Params, columns: readonly CleanedColumn[], session: DataSession): readonly Step[] {
  const {literal} = session
  const trimmed = new Set(chosen(params.trim, columns))
  const forms = new Map(Object.entries(params.case))
  const nulls = params.null_values.map((text) => literal(text)).join(', ')
  const ofText =
    (step: Step): Step =>
    (column) =>
      column.type === 'VARCHAR' || hasPattern(params, column) ? step(column) : undefined
  return [
    ofText((column) => (trimmed.has(column) ? `nullif(${session.trimmed(column.id, params.data)}, '')` : undefined)),
    ofText(({id, name}) => cased(id, forms.get(name))),
    (column) => lookedUp(column, params, session),
    ({id, name}) => patterns(id, rulesFor(params.replace, name), session),
    ofText(({id}) => (nulls === '' ? undefined : `CASE WHEN ${session.trimmed(id)} IN (${nulls}) THEN NULL ELSE ${id} END`)),
  ]
}

function cased(id: string, form: Params['case'][string] | undefined): string | undefined {
  switch (form) {
    case undefined:
      return undefined
    case 'upper':
    case 'lower':
      return `${form}(${id})`
    case 'sentence':
      return `upper(${id}[1]) || lower(${id}[2:])`
    case 'title': {
      // Words and what stands between them, each in turn; in what stands between there is nothing to capitalise.
      const parts = String.raw`regexp_extract_all(lower(${id}), '[^\s-]+|[\s-]+')`
      return `array_to_string(list_transform(${parts}, lambda part: upper(part[1]) || part[2:]), '')`
    }
  }
}

/** The rules for whole values, as one look-up: the first that fits counts. */
function lookedUp(column: CleanedColumn, params: Params, session: DataSession): string | undefined {
  const {id, name} = column
  const rules = rulesFor(params.replace, name).filter(({regex}) => regex !== true)
  if (rules.length === 0) return undefined
  const type = hasPattern(params, column) ? 'VARCHAR' : column.type
  // A `from` that is no value of the column's type is null here, and so equal to none.
  const whens = rules.map(({from, to}) => `WHEN ${literalOf(from, type, session)} THEN ${literalOf(to, type, session)}`)
  return `CASE ${id} ${whens.join(' ')} ELSE ${id} END`
}

function patterns(id: string, rules: Params['replace'][string], {literal}: DataSession): string | undefined {
  let sql: string | undefined
  for (const {from, to, regex} of rules) {
    if (regex === true) sql = `regexp_replace(${sql ?? id}, ${literal(from)}, ${literal(to)}, 'g')`
  }
  return sql
}
