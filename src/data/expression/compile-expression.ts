import {DataPyError} from '../../errors/datapy-error.js'
import {didYouMean} from '../../errors/nearest.js'
import {problem} from '../../errors/problem.js'
import type {Column} from '../../model/dataset.js'
import type {Problem} from '../../model/problem.js'
import {columnKey} from '../column-names.js'
import {isDataPyError} from '../data-errors.js'
import type {Database} from '../database.js'
import {isNode, syntaxTree, type Node} from '../fence/syntax-tree.js'
import {commaList, identifier} from '../sql-text.js'
import {partsOf, type ExpressionPart} from './parts-of.js'
import {unfitFunctions} from './unfit-functions.js'

/** What stands before an expression when it is looked at. */
const lead = 'SELECT (\n'
/** Nothing that somebody writes by hand is longer, and the parser's memory is not held against the engine's limit. */
const longest = 100_000

/**
 * An expression over columns as SQL that can reach nothing but the values of its row; see docs/expressions.md. It is held
 * against the columns' types, too. Throws a DataPyError `bad_expression` with all that is wrong.
 */
export async function compileExpression(database: Database, text: string, columns: readonly Column[]): Promise<string> {
  if (text.trim() === '') throw refused([{message: 'the expression is empty'}])
  if (text.length > longest) throw refused([{message: `an expression has at most ${String(longest)} characters`}])
  // The line break ends a comment, which would else take the parenthesis with it.
  const sql = `(\n${text}\n)`
  const tree = await syntaxTree(database, `${lead}${text}\n)`)
  if (!tree.ok) throw refused(tree.problems.map(({message}) => ({message: withoutPlace(message)})))
  const expression = onlyExpression(tree.value)
  if (expression === undefined) throw refused([{message: 'this is more than one expression'}])
  const parts = partsOf(expression)
  const wrong = [
    ...parts.flatMap((part) => wrongPart(part, columns, text)),
    ...(await unfitFunctions(database, parts, (offset) => placed(text, offset))),
  ]
  if (wrong.length > 0) throw refused(wrong)
  await checkTypes(database, sql, columns)
  return sql
}

interface Fault {
  readonly message: string
  readonly hint?: string | undefined
}

/** The one expression of a SELECT that has nothing else. */
function onlyExpression({node}: Node): Node | undefined {
  if (!isNode(node) || node['type'] !== 'SELECT_NODE') return undefined
  const {select_list: list, from_table: from} = node
  const others = ['where_clause', 'group_expressions', 'group_sets', 'having', 'sample', 'qualify', 'modifiers']
  if (!isNode(from) || from['type'] !== 'EMPTY' || others.some((key) => !isAbsent(node[key]))) return undefined
  const [only, second] = Array.isArray(list) ? (list as readonly unknown[]) : []
  return isNode(only) && second === undefined && isAbsent(only['alias']) ? only : undefined
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function wrongPart(part: ExpressionPart, columns: readonly Column[], text: string): readonly Fault[] {
  if (part.kind === 'function') return []
  const where = placed(text, part.offset)
  if (part.kind === 'unknown') return [{message: `${part.name} has no place in an expression${where}`}]
  if (columns.some(({name}) => columnKey(name) === columnKey(part.name))) return []
  const names = columns.map(({name}) => name)
  const hint = didYouMean(part.name, names) ?? `the columns are ${names.slice(0, 20).join(', ')}; text stands in single quotes`
  return [{message: `there is no column "${part.name}"${where}`, hint}]
}

/** Where in the expression something stands that the parser found after so many bytes. */
function placed(text: string, offset: number | undefined): string {
  if (offset === undefined) return ''
  const before = Buffer.from(text)
    .subarray(0, Math.max(0, offset - lead.length))
    .toString()
  return `, at character ${String([...before].length + 1)}`
}

/** Binds the expression to columns of these types, which no row has to be read for. */
async function checkTypes(database: Database, sql: string, columns: readonly Column[]): Promise<void> {
  const typed = columns.map(({name, type}) => `CAST(NULL AS ${type}) AS ${identifier(name)}`)
  try {
    await database.describe(`(SELECT ${sql} AS value FROM (SELECT ${commaList(typed.length === 0 ? ['1'] : typed)}))`)
  } catch (error) {
    if (!isDataPyError(error)) throw error
    const [first = ''] = error.message.split('\n')
    throw refused([{message: first.replace(/^\w+ Error: /, ''), hint: 'cast a value to another type with CAST(column AS type)'}])
  }
}

/** The parser counts the lines of what the expression was put into. */
function withoutPlace(message: string): string {
  return message.replace(/^line \d+, column \d+ of the query: /, '')
}

function refused(faults: readonly Fault[]): DataPyError {
  const problems: readonly Problem[] = faults.map(({message, hint}) => problem('bad_expression', message, {hint}))
  return new DataPyError(problems)
}
