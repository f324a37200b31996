import {mkdir, readFile, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {isJsonObject, type JsonObject} from '../model/json.js'
import type {LockedPackages} from '../model/registry.js'
import {npmNoteFiles} from './npm-notes.js'
import {randomName} from './random-name.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** A package that is ready to be laid into a data folder, with all it needs below its own node_modules. */
export interface StagedPackage {
  readonly name: string
  /** Its folder, on the same file system as the data folder. */
  readonly folder: string
  /** What npm is to note of it. */
  readonly noted: JsonObject
  readonly packages: LockedPackages
}

/**
 * Lays packages into a data folder, each in the place of what was there, and notes them as npm would have. All or none:
 * when one cannot be laid, the error is thrown with everything as it was; `undo` brings that back later.
 */
export async function layPackages(
  data: string,
  staged: readonly StagedPackage[],
): Promise<{undo(): Promise<void>; end(): Promise<void>}> {
  const aside = join(data, `.staging-${randomName()}`)
  const undone: (() => Promise<void>)[] = []
  const undo = async () => {
    for (const step of undone.reverse()) await step()
    await rm(aside, {recursive: true, force: true})
  }
  try {
    await mkdir(aside)
    for (const [index, one] of staged.entries()) {
      const [place, old] = [join(data, 'node_modules', one.name), join(aside, String(index))]
      await makeFolder(dirname(place))
      const was = await moved(place, old)
      undone.push(async () => {
        await rm(place, {recursive: true, force: true})
        if (was) await rename(old, place)
      })
      await rename(one.folder, place)
    }
    for (const [file, change] of notesOf(staged)) {
      const path = join(data, file)
      const before = await readFile(path, 'utf8').catch(() => undefined)
      undone.push(async () => {
        if (before === undefined) await rm(path, {force: true})
        else await writeFileAtomically(path, before)
      })
      await writeFileAtomically(path, `${JSON.stringify(change(parsed(before)), null, 2)}\n`)
    }
  } catch (error) {
    await undo()
    throw error
  }
  return {undo, end: () => rm(aside, {recursive: true, force: true})}
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function notesOf(staged: readonly StagedPackage[]): readonly (readonly [string, (document: JsonObject) => JsonObject])[] {
  const dependencies = Object.fromEntries(staged.map(({name, noted}) => [name, noted['version'] ?? '*']))
  const asked = (before: JsonObject): JsonObject => {
    const own = isJsonObject(before['dependencies']) ? before['dependencies'] : {}
    return {...before, dependencies: {...own, ...dependencies}}
  }
  const nodes = Object.fromEntries(staged.flatMap(nodesOf))
  const locked = (before: JsonObject, withRoot: boolean): JsonObject => {
    const packages = isJsonObject(before['packages']) ? before['packages'] : {}
    const isStale = (path: string) =>
      staged.some(({name}) => path === `node_modules/${name}` || path.startsWith(`node_modules/${name}/`))
    const kept = Object.fromEntries(Object.entries(packages).filter(([path]) => !isStale(path)))
    const root = isJsonObject(kept['']) ? kept[''] : {}
    return {
      name: 'datapy',
      lockfileVersion: 3,
      requires: true,
      ...before,
      packages: {...kept, ...(withRoot && {'': asked(root)}), ...nodes},
    }
  }
  return [
    ['package.json', (before) => ({name: 'datapy', private: true, oclif: {schema: 1, plugins: []}, ...asked(before)})],
    [npmNoteFiles.wanted, (before) => locked(before, true)],
    [npmNoteFiles.installed, (before) => locked(before, false)],
  ]
}

function nodesOf({name, noted, packages}: StagedPackage): (readonly [string, JsonObject])[] {
  const below = Object.entries(packages).map(([path, node]) => [`node_modules/${name}/node_modules/${path}`, node] as const)
  return [[`node_modules/${name}`, noted], ...below]
}

function parsed(text: string | undefined): JsonObject {
  const value: unknown = text === undefined ? {} : JSON.parse(text)
  return isJsonObject(value) ? value : {}
}
