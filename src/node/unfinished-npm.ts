import {readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {isJsonObject, type JsonObject} from '../model/json.js'
import {processStart} from './process-start.js'
import {writeFileAtomically} from './write-file-atomically.js'

const fileIn = (folder: string) => join(folder, '.installing')
const mostWaitMs = 10 * 60_000

/** Notes that an npm is changing a folder: what is still noted when nobody holds the folder's lock was not finished. */
export async function noteNpm(folder: string, pid: number): Promise<void> {
  const [start, packageJson] = await Promise.all([
    processStart(pid),
    readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined),
  ])
  await writeFile(fileIn(folder), JSON.stringify({pid, start: start ?? '', package_json: packageJson}))
}

/** Brings back the package.json from before an npm that was killed while it wrote it, which npm does in place. */
export async function mendPackageJson(folder: string): Promise<void> {
  const file = join(folder, 'package.json')
  const isWhole = await readFile(file, 'utf8').then(
    (text) => parsed(text) !== undefined,
    () => false,
  )
  const before = parsed(await readFile(fileIn(folder), 'utf8').catch(() => ''))?.['package_json']
  if (!isWhole && typeof before === 'string') await writeFileAtomically(file, before)
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
  const owner = parsed(text)
  return typeof owner?.['pid'] === 'number' ? {pid: owner['pid'], start: owner['start']} : {}
}

/** Undefined for what was cut short. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
