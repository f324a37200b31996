import {mkdir, readdir, rename, rm, rmdir} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {removeUnfinished} from './remove-unfinished.js'
import {unfinishedName} from './unfinished-name.js'

/**
 * Makes a folder whole or not at all: `fill` writes into one beside it, which then takes its name. Gives false, and does
 * nothing, where a folder of that name holds something, or a file has it. What `fill` throws is thrown, and nothing is left.
 */
export async function makeWhole(folder: string, fill: (temporary: string) => Promise<void>): Promise<boolean> {
  if (await isTaken(folder)) return false
  const parent = dirname(folder)
  await makeFolder(parent)
  await removeUnfinished(parent)
  const temporary = join(parent, await unfinishedName(basename(folder)))
  await mkdir(temporary)
  try {
    await fill(temporary)
    await rmdir(folder).catch(() => undefined) // Windows does not rename onto an empty folder.
    await rename(temporary, folder)
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false // Somebody else was faster.
    throw error
  } finally {
    await rm(temporary, {recursive: true, force: true})
  }
}

async function isTaken(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
