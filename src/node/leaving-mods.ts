import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {isJsonObject} from '../model/json.js'
import {nameOfText} from './name-of-text.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** A mod that is being unregistered: its type, the registry file, and the package that goes with it. */
export interface LeavingMod {
  readonly type: string
  readonly registry: string
  readonly name: string
}

/**
 * Notes in the data folder that a mod is leaving: its entry goes first and its package later, and a process that is killed
 * between the two leaves this, by which the same command finds what is left to do.
 */
export async function noteLeaving(data: string, mod: LeavingMod): Promise<void> {
  await writeFileAtomically(noteFile(data, mod), JSON.stringify(mod))
}

/** The package of a mod that was leaving when a process was killed. */
export async function leavingPackage(data: string, mod: Omit<LeavingMod, 'name'>): Promise<string | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(noteFile(data, mod), 'utf8'))
    const isOfMod = isJsonObject(note) && note['type'] === mod.type && note['registry'] === mod.registry
    return isOfMod && typeof note['name'] === 'string' ? note['name'] : undefined
  } catch {
    return undefined
  }
}

export async function forgetLeaving(data: string, mod: Omit<LeavingMod, 'name'>): Promise<void> {
  await rm(noteFile(data, mod), {force: true})
}

function noteFile(data: string, {type, registry}: Omit<LeavingMod, 'name'>): string {
  return join(data, `.leaving-${nameOfText(`${type} ${registry}`)}.json`)
}
