import {open} from 'node:fs/promises'
import type {JsonReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import {unreadable} from '../csv/source-chunks.js'
import {isDataPyError} from '../data-errors.js'
import type {Database} from '../database.js'
import {viewOf, type DuckDataset} from '../duck-dataset.js'
import {commaList, fileLiteral, identifier, literal} from '../sql-text.js'
import {surveyFiles} from './survey-files.js'

/** What the engine read; nothing where it cannot be certain to give what the rows hold. */
export interface EngineRead {
  readonly data: DuckDataset
  readonly rows: number
  readonly warnings: readonly Problem[]
}

/**
 * Reads files with the engine's own reader, several times as fast as row by row. They are looked through first, every row
 * of them: only where each is good, and holds nothing that the engine takes otherwise, is it let at them, told of every
 * column and type. Undefined where that is not so.
 */
export async function readByEngine(
  database: Database,
  files: readonly string[],
  options: JsonReadOptions,
): Promise<EngineRead | undefined> {
  const {types = {}, max_rows: most, pointer = ''} = options
  if (Object.keys(types).length > 0 || most !== undefined || pointer !== '') return undefined
  for (const file of files) if (!(await isPlain(file))) return undefined
  const survey = await surveyFiles(database, files, options)
  if (survey === undefined) return undefined
  const read = survey.columns.map(({name, engineType = ''}) => `${literal(name)}: ${literal(engineType)}`)
  const typed = survey.columns.map(({name, type}) => {
    const isCast = type === 'DATE' || type.startsWith('TIMESTAMP')
    return isCast ? `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}` : identifier(name)
  })
  const scan = [
    `[${commaList(files.map(fileLiteral))}]`,
    `format = ${literal(survey.isDocument ? 'array' : 'newline_delimited')}`,
    `columns = {${commaList(read)}}`,
    'auto_detect = false',
    'ignore_errors = false',
    `compression = 'uncompressed'`,
    'hive_partitioning = false',
  ]
  try {
    const view = await viewOf(database, `SELECT ${commaList(typed)} FROM read_json(${scan.join(', ')})`)
    const data = await view.materialise()
    if ((await data.count()) !== survey.rows) return undefined
    database.log(`${files.join(', ')}: read by the engine's reader`)
    return {...survey, data}
  } catch (error) {
    database.throwIfAborted()
    if (!isDataPyError(error) || error.problems[0]?.code !== 'sql_failed') throw error
    database.log(`the engine's reader cannot read ${files.join(', ')}: ${error.message}`)
    return undefined
  }
}

/** An ordinary file, neither packed nor with a byte order mark. */
async function isPlain(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r')
    try {
      if (!(await handle.stat()).isFile()) return false
      const {buffer} = await handle.read(Buffer.alloc(4), 0, 4, 0)
      return buffer[0] !== 0x1f && buffer[0] !== 0xef
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw unreadable(file, error)
  }
}
