import {stat} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {leavesOpen} from '../errors/file-fault.js'

/** A folder and those above it, the nearest first. */
export function foldersUpward(folder: string): readonly string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...foldersUpward(parent)]
}

/** The nearest file of this name in a folder or one above it; nothing when there is none. */
export async function findUpward(name: string, from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, name)
    if (await isFile(file)) return file
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * Whether a path is an existing file, through links. Rejects with the system's error where that cannot be told: what cannot
 * be looked at is not absent.
 */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (leavesOpen(error)) throw error
    return false
  }
}
