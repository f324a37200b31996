import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {isJsonObject, type JsonObject} from '../model/json.js'

/** The files, below a folder, in which npm notes what is in its node_modules: as it should be, and as it is. */
export const npmNoteFiles = {wanted: 'package-lock.json', installed: 'node_modules/.package-lock.json'} as const

/** What npm notes of packages, by path; empty where something else than npm installed them, which leaves no such note. */
export async function readNpmNotes(folder: string, which: keyof typeof npmNoteFiles): Promise<JsonObject> {
  try {
    const lock: unknown = JSON.parse(await readFile(join(folder, npmNoteFiles[which]), 'utf8'))
    return isJsonObject(lock) && isJsonObject(lock['packages']) ? lock['packages'] : {}
  } catch {
    return {}
  }
}
