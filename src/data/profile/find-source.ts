import {readdir, stat} from 'node:fs/promises'
import {basename, dirname, resolve} from 'node:path'
import {didYouMean} from '../../errors/nearest.js'
import {findFiles} from '../find-files.js'
import {dataError} from '../data-errors.js'

/** The files that a path or a glob names, absolute. Throws a DataPyError, `input_file_missing` where there is none. */
export async function findSource(path: string): Promise<readonly string[]> {
  const file = resolve(path)
  if (!/[*?[]/.test(path) && (await isMissing(file))) {
    throw dataError('input_file_missing', `there is no file ${file}`, {at: {file}, hint: await nearTo(file)})
  }
  return await findFiles([file])
}

async function isMissing(file: string): Promise<boolean> {
  return await stat(file).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'),
  )
}

async function nearTo(file: string): Promise<string> {
  const names = await readdir(dirname(file)).catch(() => undefined)
  if (names === undefined) return `there is no folder ${dirname(file)} either`
  return didYouMean(basename(file), names) ?? 'check the path'
}
