import type {Database} from '../database.js'
import {literal} from '../sql-text.js'
import {findReaches} from './find-reaches.js'
import {syntaxTree} from './syntax-tree.js'

/** What a function does: nothing but compute a value; reach outside; or there is none of that name. */
export type Verdict = 'outside' | 'pure' | 'unknown'

/** Functions that make a table out of what they are given, and of nothing else. */
const pureTables = new Set(['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree'])

/** Functions that the engine does not list. */
const unlisted = new Set(['unnest', 'unlist'])

/** The engine calls these volatile. They give another value each time, or fail on purpose, and touch nothing. */
const harmless = new Set(['random', 'uuid', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'error'])

/** These the engine calls pure: they read settings and variables, plan a query and so open its files, or read the session. */
const readers = new Set(['current_setting', 'getvariable', 'getenv', 'json_serialize_plan', 'in_search_path', 'txid_current'])

export function judgeTableFunction(name: string): Verdict {
  return pureTables.has(name.toLowerCase()) ? 'pure' : 'outside'
}

/** Judges scalar, aggregate and window functions by what the engine says of them; a macro by what it is made of. */
export async function judgeFunctions(database: Database, names: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  let open = [...new Set(names)]
  // What a macro is made of is judged in the next round; a macro that stands for itself is not judged again.
  const madeOf = new Map<string, readonly string[]>()
  while (open.length > 0) {
    const listed = await listedFunctions(database, open)
    const inner: string[] = []
    for (const name of open) {
      const all = listed.filter((one) => one.name === name.toLowerCase())
      verdicts.set(name, verdictOf(name.toLowerCase(), all))
      const parts: string[] = []
      for (const {definition} of all) {
        const used = definition === null ? [] : await functionsIn(database, definition)
        if (used === undefined) verdicts.set(name, 'outside')
        parts.push(...(used ?? []))
      }
      madeOf.set(name, parts)
      inner.push(...parts)
    }
    open = [...new Set(inner)].filter((name) => !verdicts.has(name))
  }
  const reachesOut = (name: string, within: readonly string[]): boolean =>
    verdicts.get(name) !== 'pure' ||
    (madeOf.get(name) ?? []).some((part) => !within.includes(part) && reachesOut(part, [...within, part]))
  return new Map(
    names.map((name) => {
      const own = verdicts.get(name) ?? 'unknown'
      return [name, own === 'pure' && reachesOut(name, [name]) ? 'outside' : own]
    }),
  )
}

/** The names of all functions that a query can use. */
export async function functionNames(database: Database): Promise<readonly string[]> {
  const rows = await database.rows(
    `SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro')`,
  )
  return rows.map(([name]) => String(name))
}

interface ListedFunction {
  readonly name: string
  readonly isVolatile: boolean
  /** The expression that a macro stands for. */
  readonly definition: string | null
}

async function listedFunctions(database: Database, names: readonly string[]): Promise<readonly ListedFunction[]> {
  const rows = await database.rows(
    `SELECT DISTINCT lower(function_name), coalesce(has_side_effects, false) OR coalesce(stability = 'VOLATILE', false), macro_definition
    FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro')
      AND lower(function_name) IN (${names.map((name) => literal(name.toLowerCase())).join(', ')})`,
  )
  return rows.map(([name, isVolatile, definition]) => ({
    name: String(name),
    isVolatile: isVolatile === true,
    definition: definition === null || definition === undefined ? null : String(definition),
  }))
}

function verdictOf(name: string, listed: readonly ListedFunction[]): Verdict {
  if (unlisted.has(name) || harmless.has(name)) return 'pure'
  if (listed.length === 0) return 'unknown'
  // What the engine keeps for itself can bring it down when it is called by hand.
  if (readers.has(name) || name.startsWith('__internal')) return 'outside'
  return listed.some(({isVolatile}) => isVolatile) ? 'outside' : 'pure'
}

/** The functions that a macro's expression uses; undefined where it reads a table, or cannot be looked into. */
async function functionsIn(database: Database, definition: string): Promise<readonly string[] | undefined> {
  const tree = await syntaxTree(database, `SELECT ${definition}`)
  if (!tree.ok) return undefined
  const reaches = findReaches(tree.value, [])
  return reaches.every(({kind}) => kind === 'function') ? reaches.map(({name}) => name) : undefined
}
