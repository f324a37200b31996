import {copyFile, mkdtemp, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {JsonObject} from '../model/json.js'
import {isFile} from './find-upward.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** What `work` gives, done with a folder of its own in the data folder, so that what is made there can be renamed into place. */
export async function withStagingFolder<T>(data: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(data, '.staging-'))
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
