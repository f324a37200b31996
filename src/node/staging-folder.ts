import {copyFile, mkdtemp, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {JsonObject} from '../model/json.js'
import {isFile} from './find-upward.js'
import {removeUnfinished} from './remove-unfinished.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** What begins so in a data folder is only there while somebody installs. */
const prefix = '.staging-'

/** What `work` gives, done with a folder of its own in the data folder, so that what is made there can be renamed into place. */
export async function withStagingFolder<T>(data: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(data, prefix))
  try {
    return await work(folder)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** Makes a staging folder a project for npm: its JSON files, and the npmrc of the data folder. */
export async function writeProject(folder: string, data: string, files: Readonly<Record<string, JsonObject>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) await writeFileAtomically(join(folder, file), JSON.stringify(content))
  if (await isFile(join(data, '.npmrc'))) await copyFile(join(data, '.npmrc'), join(folder, '.npmrc'))
}

/** Removes what killed processes have staged or half written. To be called under the store's lock: then nobody else stages. */
export async function removeStaged(data: string): Promise<void> {
  const left = (await readdir(data)).filter((name) => name.startsWith(prefix))
  await Promise.all(left.map((name) => rm(join(data, name), {recursive: true, force: true})))
  const packages = join(data, 'node_modules')
  const scopes = (await readdir(packages).catch(() => [])).filter((name) => name.startsWith('@'))
  for (const folder of [data, packages, ...scopes.map((scope) => join(packages, scope))]) await removeUnfinished(folder)
}
