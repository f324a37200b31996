import {commaList, fileLiteral, literal} from '../sql-text.js'
import type {Dialect} from './dialect.js'

/** How the engine is to read files that were found fit for it. */
export interface EngineScan {
  readonly files: readonly string[]
  readonly dialect: Dialect
  /** Physical lines before the first row, the header among them. */
  readonly skip: number
  readonly nullValues: readonly string[]
  /** Whether a null value may also stand there in quotes, which makes it a text. */
  readonly hasQuotedNulls: boolean
  readonly width: number
}

/** An empty list in a form that the engine takes. */
const noNulls = 'CAST([] AS VARCHAR[])'

/**
 * The text of all fields, as columns c0, c1 …: something that stands after FROM. Everything is told, nothing is left to be
 * guessed, and whatever is not as told ends the query with an error.
 *
 * Where the engine knows null values it passes over fields too many that are empty, without a word. So nulls are told apart
 * after the scan, wherever that can be done without knowing which of them were quoted.
 */
export function engineScan({files, dialect, skip, nullValues, hasQuotedNulls, width}: EngineScan): string {
  const names = Array.from({length: width}, (_, index) => `c${String(index)}`)
  const {delimiter, quote = '', escape = ''} = dialect
  const options = [
    `[${commaList(files.map(fileLiteral))}]`,
    `columns = {${commaList(names.map((name) => `${name}: 'VARCHAR'`))}}`,
    'auto_detect = false',
    'header = false',
    `skip = ${String(skip)}`,
    `delim = ${literal(delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(escape)}`,
    `nullstr = ${hasQuotedNulls ? `[${commaList(nullValues.map(literal))}]` : noNulls}`,
    'allow_quoted_nulls = false',
    'null_padding = false',
    'ignore_errors = false',
    'strict_mode = true',
    `compression = 'none'`,
  ]
  const scan = `read_csv(${options.join(', ')})`
  if (hasQuotedNulls) return scan
  return `(SELECT ${commaList(names.map((name) => `${withNulls(name, nullValues)} AS ${name}`))} FROM ${scan})`
}

function withNulls(column: string, nullValues: readonly string[]): string {
  const [only] = nullValues
  if (nullValues.length === 0) return column
  if (nullValues.length === 1 && only !== undefined) return `nullif(${column}, ${literal(only)})`
  return `CASE WHEN ${column} IN (${commaList(nullValues.map(literal))}) THEN NULL ELSE ${column} END`
}
