import {problem} from '../../errors/problem.js'
import type {JsonReadOptions, TableRead} from '../../model/table-files.js'
import {findFiles} from '../find-files.js'
import {totalSize} from '../total-size.js'
import {dataError} from '../data-errors.js'
import type {Database} from '../database.js'
import {readByEngine, type EngineRead} from './engine-read.js'
import {openJson} from './json-elements.js'
import {Rejects} from '../rejects.js'
import {JsonStore} from './json-store.js'
import {pointerTokens} from './pointer-elements.js'

/**
 * Reads JSON files into a Dataset, in bounded memory: with the engine's reader where that is certain to give the same, else
 * row by row; every bad row is told of with its place and reason. A type is decided by all values of its column. A
 * mod that is fused gets rows that were read as well. See `DataSession.readJson`.
 */
export async function readJson(
  database: Database,
  path: string | readonly string[],
  options: JsonReadOptions,
  _fused: boolean,
): Promise<TableRead> {
  checkOptions(options)
  const files = await findFiles(typeof path === 'string' ? [path] : path)
  const rejects = new Rejects(database, options, {badRow: 'json_bad_row', tooMany: 'json_too_many_rejects'})
  const {data, rows, warnings} =
    (await readByEngine(database, files, options)) ?? (await readRows(database, files, options, rejects))
  return {
    data,
    rejected: await rejects.finish(),
    rows_read: rows,
    rows_rejected: rejects.count,
    file_size_bytes: await totalSize(files),
    files,
    warnings,
  }
}

async function readRows(
  database: Database,
  files: readonly string[],
  options: JsonReadOptions,
  rejects: Rejects,
): Promise<EngineRead> {
  database.log(`${files.join(', ')}: read by the exact reader`)
  const store = new JsonStore(database, options, rejects)
  try {
    let left = options.max_rows ?? Infinity
    for (const file of files) left -= left > 0 ? await readFile(database, file, options, store, left) : 0
    const {data, warnings} = await store.finish(files)
    const rows = (await data.count()) + rejects.count
    rejects.checkShare(rows)
    const noRows = problem('json_no_rows', `${files.join(', ')} has no rows`, {at: {file: files[0] ?? ''}})
    return {data, rows, warnings: rows > 0 ? warnings : [...warnings, noRows]}
  } catch (error) {
    await store.discard()
    await rejects.discard()
    throw error
  }
}

/** Puts at most `most` rows of a file into the store and says how many there were. */
async function readFile(
  database: Database,
  file: string,
  options: JsonReadOptions,
  store: JsonStore,
  most: number,
): Promise<number> {
  const {elements, isDocument, close} = await openJson(file, options)
  let count = 0
  try {
    for await (const some of elements) {
      database.throwIfAborted()
      for (const element of some) {
        if (count >= most) return count
        count += 1
        await store.add(element, file, isDocument)
      }
    }
    return count
  } finally {
    await close()
  }
}

function checkOptions({format, pointer = ''}: JsonReadOptions): void {
  pointerTokens(pointer)
  if (format === 'ndjson' && pointer !== '') {
    throw dataError('json_bad_option', 'a pointer leads into one document, and NDJSON has one on each line', {
      hint: 'leave out "pointer", or "format"',
    })
  }
}
