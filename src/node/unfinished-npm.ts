import {readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {isJsonObject} from '../model/json.js'
import {processStart} from './process-start.js'

const fileIn = (folder: string) => join(folder, '.installing')
const mostWaitMs = 10 * 60_000

/** Notes that an npm is changing a folder: what is still noted when nobody holds the folder's lock was not finished. */
export async function noteNpm(folder: string, pid: number): Promise<void> {
  await writeFile(fileIn(folder), JSON.stringify({pid, start: (await processStart(pid)) ?? ''}))
}

export async function forgetNpm(folder: string): Promise<void> {
  await rm(fileIn(folder), {force: true})
}

/**
 * Whether an npm was cut short in a folder, by a kill or a loss of power. One that has outlived the datapy that started
 * it is waited for. To be asked while the folder's lock is held.
 */
export async function wasCutShort(folder: string): Promise<boolean> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => undefined)
  if (text === undefined) return false
  const {pid, start} = ownerIn(text)
  const until = performance.now() + mostWaitMs
  while (pid !== undefined && start !== '' && (await processStart(pid)) === start && performance.now() < until) await sleep(100)
  return true
}

function ownerIn(text: string): {readonly pid?: number; readonly start?: unknown} {
  try {
    const owner: unknown = JSON.parse(text)
    return isJsonObject(owner) && typeof owner['pid'] === 'number' ? {pid: owner['pid'], start: owner['start']} : {}
  } catch {
    return {} // The note itself was cut short.
  }
}
