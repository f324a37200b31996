import {readFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {LockedPackages, RegistryEntry} from '../model/registry.js'
import {sorted} from '../registry/format-registry.js'
import {throughLinks} from './through-links.js'
import {withLock} from './with-lock.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** What the packages of a registry's mods need, in the versions that were there when each was registered. */
export type RegistryLocks = ReadonlyMap<string, LockedPackages>

/**
 * The file beside a registry that says so, beside the file itself where that is reached by a link. It is kept under version
 * control like the registry itself.
 */
export async function locksFile(registryFile: string): Promise<string> {
  return join(dirname(await throughLinks(registryFile)), 'registry-lock.json')
}

/** What is noted, by package and version, `NAME@VERSION`; empty where there is no such file, or none that can be read. */
export async function readLocks(registryFile: string): Promise<RegistryLocks> {
  const mods = modsIn(await documentIn(await locksFile(registryFile)))
  return new Map(Object.entries(mods).flatMap(([key, packages]) => (isPackages(packages) ? [[key, packages] as const] : [])))
}

/** Notes what a mod's package needs; of its other versions nothing is kept. A registry whose mods need nothing gets no such file. */
export async function noteLock(registryFile: string, entry: RegistryEntry, packages: LockedPackages): Promise<void> {
  await changeNotes(registryFile, (mods) => ({...without(mods, `${entry.module_path}@`), ...noteOf(entry, packages)}))
}

/**
 * Notes what a package needs that is about to be registered, beside what is noted of the version that still is: so a kill
 * between the two leaves no mod without it. What it gives takes that back.
 */
export async function noteAhead(
  registryFile: string,
  entry: RegistryEntry,
  packages: LockedPackages,
): Promise<() => Promise<void>> {
  const before = (await readLocks(registryFile)).get(lockKey(entry)) ?? {}
  const set = async (own: LockedPackages) => {
    await changeNotes(registryFile, (mods) => ({...without(mods, lockKey(entry)), ...noteOf(entry, own)}))
  }
  await set(packages)
  return () => set(before)
}

/** Forgets what a package needs. */
export async function forgetLock(registryFile: string, name: string): Promise<void> {
  await changeNotes(registryFile, (mods) => without(mods, `${name}@`))
}

function noteOf(entry: RegistryEntry, packages: LockedPackages): JsonObject {
  return Object.keys(packages).length === 0 ? {} : {[lockKey(entry)]: packages}
}

function without(mods: JsonObject, prefix: string): JsonObject {
  return Object.fromEntries(Object.entries(mods).filter(([key]) => !key.startsWith(prefix)))
}

/** Writes only what is another then. */
async function changeNotes(registryFile: string, change: (mods: JsonObject) => JsonObject): Promise<void> {
  const file = await locksFile(registryFile)
  const isChange = (mods: JsonObject) => JSON.stringify(sorted(change(mods))) !== JSON.stringify(sorted(mods))
  if (!isChange(modsIn(await documentIn(file)))) return
  await withLock(`${file}.lock`, async () => {
    const document = await documentIn(file)
    const changed: JsonObject = {...document, mods: change(modsIn(document))}
    await writeFileAtomically(file, `${JSON.stringify(sorted(changed), null, 2)}\n`)
  })
}

function modsIn({mods}: JsonObject): JsonObject {
  return isJsonObject(mods) ? mods : {}
}

/** The key under which a mod's package stands. */
export function lockKey({module_path: name, metadata}: Pick<RegistryEntry, 'metadata' | 'module_path'>): string {
  return `${name}@${metadata.version}`
}

async function documentIn(file: string): Promise<JsonObject> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

function isPackages(value: JsonValue): value is LockedPackages & JsonObject {
  return isJsonObject(value) && Object.values(value).every(isJsonObject)
}
