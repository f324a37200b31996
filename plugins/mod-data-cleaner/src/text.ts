import type {DataSession} from 'datapy/mod'
import {chosen} from './columns.js'
import type {Params} from './params.js'

/** White space as Unicode has it, and the byte order mark, which comes with files that were pasted together. */
const spaces =
  '\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/** SQL of one text column after trim, case and replace. */
export function cleanedText(
  name: string,
  column: string,
  params: Params,
  names: readonly string[],
  session: DataSession,
): string {
  let sql = column
  if (chosen(params.trim, names).includes(name)) sql = `nullif(trim(${sql}, ${session.literal(spaces)}), '')`
  const form = params.case[name]
  if (form !== undefined) sql = cased(sql, form)
  for (const {from, to, regex} of params.replace[name] ?? []) {
    if (regex === true) sql = `regexp_replace(${sql}, ${session.literal(from)}, ${session.literal(to ?? '')}, 'g')`
    else sql = `CASE WHEN ${sql} = ${session.literal(from)} THEN ${session.literal(to)} ELSE ${sql} END`
  }
  return sql
}

function cased(sql: string, form: 'lower' | 'title' | 'upper'): string {
  if (form !== 'title') return `${form}(${sql})`
  const words = `string_split(lower(${sql}), ' ')`
  return `array_to_string(list_transform(${words}, lambda word: upper(word[1]) || word[2:]), ' ')`
}

/** What is wrong with text steps on columns that are not text. */
export function notText(params: Params, columns: readonly {readonly name: string; readonly type: string}[]): readonly string[] {
  const steps: Readonly<Record<string, readonly string[]>> = {
    trim: Array.isArray(params.trim) ? params.trim : [],
    case: Object.keys(params.case),
    replace: Object.keys(params.replace),
  }
  return Object.entries(steps).flatMap(([step, names]) =>
    columns
      .filter(({name, type}) => names.includes(name) && type !== 'VARCHAR')
      .map(
        ({name, type}) =>
          `${step} works on text, and "${name}" is ${type}: let the reader keep it as text (types: {${name}: text})`,
      ),
  )
}
