import {readdir, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {readText} from './read-text.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** The files below a folder, sorted, by their paths from it with `/`; none where there is no such folder. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

/** Writes a file, its folders made, where it does not hold this text already. Gives whether it wrote. */
export async function writeWhereDifferent(file: string, text: string): Promise<boolean> {
  if ((await readText(file)) === text) return false
  await makeFolder(dirname(file))
  await writeFileAtomically(file, text)
  return true
}

export async function removeFile(file: string): Promise<void> {
  await rm(file, {force: true})
}
