import type {DataSession} from 'datapy/mod'
import {castOf, isNumber, literalOf} from './cast.js'
import {quoted, type CleanedColumn} from './columns.js'
import type {Params} from './params.js'
import {rulesFor} from './text.js'

/** What is wrong for certain, or an expression that must be true and what is wrong where it is not. */
type Doubt = string | {readonly sql: string; readonly fault: string}

/** What is wrong with the values in the parameters, given the types that the columns have before replace and after cast. */
export async function valueFaults(
  params: Params,
  {before, after}: {readonly before: readonly CleanedColumn[]; readonly after: readonly CleanedColumn[]},
  session: DataSession,
): Promise<readonly string[]> {
  const doubts: Doubt[] = []
  for (const column of before) doubts.push(...(await replaceDoubts(column, params, session)))
  for (const column of before) doubts.push(...(await formatDoubts(column, params, session)))
  for (const column of after) doubts.push(...fillDoubts(column, params, session))
  return await confirmed(doubts, session)
}

async function replaceDoubts({name, type}: CleanedColumn, {replace}: Params, session: DataSession): Promise<readonly Doubt[]> {
  const doubts: Doubt[] = []
  for (const {from, to, regex} of rulesFor(replace, name)) {
    if (regex === true) doubts.push(await patternDoubt(name, from, to, session))
    else if (to !== null) doubts.push(...valueDoubt(type, to, `replace puts ${JSON.stringify(to)} into ${quoted(name)}`, session))
  }
  return doubts
}

async function formatDoubts({name}: CleanedColumn, {cast}: Params, session: DataSession): Promise<readonly Doubt[]> {
  const rule = new Map(Object.entries(cast)).get(name)
  if (typeof rule !== 'object') return []
  const doubts: Doubt[] = []
  for (const format of castOf(rule, session).formats) {
    const where = `cast has for ${quoted(name)} the format ${quoted(format)}`
    const refusal = await refusalOf(`try_strptime('', ${session.literal(format)})`, session)
    if (refusal !== undefined) doubts.push(`${where}, which is none: ${refusal}`)
    else if (/%[zZ]/.test(format) !== (rule.type === 'timestamptz'))
      doubts.push(`${where}: %z belongs to timestamptz, and to it alone`)
  }
  return doubts
}

function fillDoubts({name, type}: CleanedColumn, {fill_missing: fill}: Params, session: DataSession): readonly Doubt[] {
  const filler = new Map(Object.entries(fill)).get(name)
  if (filler === undefined) return []
  if (typeof filler === 'object' && 'strategy' in filler) {
    const {strategy} = filler
    if (strategy === 'mode' || isNumber(type)) return []
    return [`fill_missing takes the ${strategy} of ${quoted(name)}, which is ${type}: cast it to a number first`]
  }
  if (filler === 'mean' || filler === 'median' || filler === 'mode') {
    const meant = `write {strategy: ${filler}}, or {value: ${filler}} for the word`
    return [`fill_missing has ${quoted(filler)} for ${quoted(name)}: ${meant}`]
  }
  const value = typeof filler === 'object' ? filler.value : filler
  return valueDoubt(type, value, `fill_missing puts ${JSON.stringify(value)} into ${quoted(name)}`, session)
}

/** Whether a column can hold a value; text can hold any. */
function valueDoubt(type: string, value: boolean | number | string, deed: string, session: DataSession): readonly Doubt[] {
  if (type === 'VARCHAR') return []
  const fault = `${deed}, which is ${type}: give a value of that type, or have the column read as text`
  return [{sql: `${literalOf(value, type, session)} IS NOT NULL`, fault}]
}

/** A pattern, and what to put in its place, as RE2 has them (https://github.com/google/re2/wiki/Syntax). */
async function patternDoubt(name: string, from: string, to: string, session: DataSession): Promise<Doubt> {
  const {literal} = session
  const refusal = await refusalOf(`regexp_matches('', ${literal(from)})`, session)
  if (refusal !== undefined) return `replace has for ${quoted(name)} the pattern ${quoted(from)}, which is none: ${refusal}`
  // The pattern or nothing matches an empty text. When the x is not put in, RE2 does not take what stands behind it.
  return {
    sql: `regexp_replace('', ${literal(`(?:${from})|`)}, ${literal(`x${to}`)}) <> ''`,
    fault: `replace has for ${quoted(name)} ${quoted(to)}: \\1 and the like are groups of the pattern ${quoted(from)}, and a backslash is \\\\`,
  }
}

/** The doubts that turn out to be faults, all looked into at once. */
async function confirmed(doubts: readonly Doubt[], session: DataSession): Promise<readonly string[]> {
  const open = doubts.flatMap((doubt) => (typeof doubt === 'string' ? [] : [doubt]))
  const tests = open.map(({sql}, index) => `${sql} AS v${String(index)}`)
  const [row] = open.length === 0 ? [] : await (await session.sql(`SELECT ${tests.join(', ')}`, {})).rows()
  return doubts.flatMap((doubt) => {
    if (typeof doubt === 'string') return [doubt]
    return row?.[`v${String(open.indexOf(doubt))}`] === true ? [] : [doubt.fault]
  })
}

/** Why the engine does not take an expression; nothing when it does. */
async function refusalOf(expression: string, session: DataSession): Promise<string | undefined> {
  try {
    await (await session.sql(`SELECT ${expression} AS value`, {})).rows()
    return undefined
  } catch (error) {
    // Anything else, such as a run that was stopped, is no fault of the expression.
    if (!(error instanceof Error) || !error.message.includes('Invalid Input Error: ')) throw error
    return error.message.replace(/^.*?Error: /, '')
  }
}
