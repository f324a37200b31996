import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {isJsonObject, type JsonObject} from '../model/json.js'
import {readPackageJson} from './resolve-package.js'

/** The files, below a folder, in which npm notes what is in its node_modules: as it should be, and as it is. */
export const npmNoteFiles = {wanted: 'package-lock.json', installed: 'node_modules/.package-lock.json'} as const

/**
 * Whether npm knows of a package in a folder's node_modules: it takes away what it does not know of. One that was laid there
 * and not noted, by an installation that was killed, is not known.
 */
export async function isNoted(folder: string, name: string): Promise<boolean> {
  const [packageJson, ...notes] = await Promise.all([
    readPackageJson(folder),
    readNpmNotes(folder, 'wanted'),
    readNpmNotes(folder, 'installed'),
  ])
  const asked = packageJson?.['dependencies']
  const isAsked = isJsonObject(asked) && Object.hasOwn(asked, name)
  return isAsked && notes.every((packages) => Object.hasOwn(packages, `node_modules/${name}`))
}

/** What npm notes of packages, by path; empty where something else than npm installed them, which leaves no such note. */
export async function readNpmNotes(folder: string, which: keyof typeof npmNoteFiles): Promise<JsonObject> {
  try {
    const lock: unknown = JSON.parse(await readFile(join(folder, npmNoteFiles[which]), 'utf8'))
    return isJsonObject(lock) && isJsonObject(lock['packages']) ? lock['packages'] : {}
  } catch {
    return {}
  }
}
