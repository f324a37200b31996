import {problem} from '../../errors/problem.js'
import type {Checked} from '../../model/problem.js'
import type {Database} from '../database.js'
import {placeAtByte, placeText} from '../query-place.js'
import {literal} from '../sql-text.js'

/** A part of a syntax tree, as the engine's parser gives it in JSON. */
export type Node = Readonly<Record<string, unknown>>

/** The syntax tree of one SELECT, by the parser that will read it; otherwise what keeps it from being one. */
export async function syntaxTree(database: Database, query: string): Promise<Checked<Node>> {
  // The engine takes a text as ended there, and what is looked at must be what is run.
  if (query.includes('\0')) return refused('sql_failed', 'a query cannot hold a NUL character')
  const json = await database.value(`SELECT json_serialize_sql(${literal(query)}, skip_null := true, skip_empty := true)`)
  const parsed: unknown = JSON.parse(String(json))
  if (!isNode(parsed)) return refused('sql_failed', 'the engine gives no syntax tree of the query')
  if (parsed['error'] === true) return notParsed(query, parsed)
  const statements: readonly unknown[] = Array.isArray(parsed['statements']) ? parsed['statements'] : []
  const [only, second] = statements
  if (!isNode(only)) return refused('sql_not_select', 'the query is empty')
  if (second === undefined) return {ok: true, value: only}
  return refused('sql_not_select', `a query is one SELECT; this is ${String(statements.length)} statements`)
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function notParsed(query: string, {error_type: type, error_message: message, position}: Node): Checked<never> {
  if (type !== 'parser') {
    return refused(
      'sql_not_select',
      'the query is no SELECT that can be looked into before it runs',
      'write one SELECT; a PIVOT names its values: PIVOT t ON c IN (1, 2) USING sum(x)',
    )
  }
  const place = typeof position === 'string' ? `${placeText(placeAtByte(query, Number(position)))}: ` : ''
  return refused('sql_failed', `${place}${String(message)}`)
}

function refused(code: 'sql_failed' | 'sql_not_select', message: string, hint?: string): Checked<never> {
  return {ok: false, problems: [problem(code, message, {hint})]}
}
