import {readFile, rm} from 'node:fs/promises'
import type {DuckDBConnection, DuckDBResultReader} from '@duckdb/node-api'
import {isJsonObject, type JsonValue} from '../model/json.js'
import {literal} from './sql-text.js'

/** Runs a query and has its profile written. */
export async function runProfiled(connection: DuckDBConnection, sql: string, profile: string): Promise<DuckDBResultReader> {
  await connection.run(`SET enable_profiling = 'json'; SET profiling_output = ${literal(profile)}`)
  try {
    return await connection.runAndReadAll(sql)
  } finally {
    await connection.run('RESET enable_profiling')
  }
}

/** How many rows a query's scan of one file gave, by file; none for a file that was scanned twice. From DuckDB's profile of it. */
export async function scanCounts(profile: string): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(profile, 'utf8')
  await rm(profile)
  const root = JSON.parse(text) as JsonValue
  const scans = scansIn(root)
  const once = scans.filter(({file}) => scans.filter((other) => other.file === file).length === 1)
  return new Map(once.map(({file, rows}) => [file, rows]))
}

function scansIn(node: JsonValue | undefined): readonly {readonly file: string; readonly rows: number}[] {
  if (!isJsonObject(node)) return []
  const {operator_name: name, operator_cardinality: rows, extra_info: info, children} = node
  const below = Array.isArray(children) ? children.flatMap(scansIn) : []
  const file = isJsonObject(info) && info['Total Files Read'] === '1' ? info['Filename(s)'] : undefined
  return name === 'READ_CSV' && typeof file === 'string' && typeof rows === 'number' ? [...below, {file, rows}] : below
}
