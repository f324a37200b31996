import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {commaList, identifier} from './sql-text.js'

const selects = new Set(['SELECT', 'WITH', 'FROM', 'VALUES', 'PIVOT', 'UNPIVOT', 'TABLE'])

/**
 * One SELECT over relations that it calls by other names, as SQL that stands by itself. Anything but one SELECT is
 * refused. Where the query gives a name twice, DuckDB calls the second name_1.
 */
export async function selectOver(
  database: Database,
  query: string,
  inputs: readonly (readonly [name: string, relation: string])[],
): Promise<string> {
  const body = query.replace(/;\s*$/, '')
  await checkIsOneSelect(database, body)
  const named = inputs.map(([name, relation]) => `${identifier(name)} AS (FROM ${relation})`)
  return `${named.length > 0 ? `WITH ${commaList(named)}` : ''} SELECT * FROM (\n${body}\n)`
}

async function checkIsOneSelect(database: Database, query: string): Promise<void> {
  const word = firstWord(query)
  if (!selects.has(word)) {
    throw dataError('sql_not_select', word === '' ? 'the query is empty' : `a query is one SELECT; this one begins with ${word}`)
  }
  const statements = await database.countStatements(query)
  if (statements !== 1) {
    throw dataError('sql_not_select', `a query is one SELECT; this is ${String(statements)} statements`, {
      hint: 'chain Datasets instead: each sql() reads the last',
    })
  }
}

/** The first word after spaces, comments and opening brackets, in capitals. */
function firstWord(query: string): string {
  const start = query.replace(/^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/, '')
  return (/^[^\s("';]*/.exec(start)?.[0] ?? '').toUpperCase()
}
