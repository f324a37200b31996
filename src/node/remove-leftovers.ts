import {lstat, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {isStagedFor} from '../data/staged-file.js'
import {listsFolder} from './belongings.js'
import {isProcessOwner, lifeOf} from './process-owner.js'
import {removeUnfinished} from './remove-unfinished.js'
import {readSteps, runsFolder} from './run-store.js'
import {lifeOfMaker, unfinishedName} from './unfinished-name.js'

/** After so long without a sign of life, a process of another host or container counts as ended. */
const silentMs = 2 * 86_400_000

/**
 * Removes what killed processes have left: the engine's folders in this state folder, the files they staged beside their
 * targets, and documents
 * that they were writing, of all runs or in the folder of `run`. What may belong to a living process stays. Gives the paths that it removed; never fails.
 */
export async function removeLeftovers(state: string, run: string | undefined, now: Date): Promise<readonly string[]> {
  const unfinished = [runsFolder(state), ...(run === undefined ? [] : [run, join(run, 'mods')])]
  const removed = (await Promise.all(unfinished.map(removeUnfinished))).flat()
  for (const name of await namesIn(listsFolder(state))) {
    const file = join(listsFolder(state), name)
    try {
      const [owner, ...belongings] = await readList(file)
      if (!(await isOver(owner, file, now))) continue
      for (const belonging of belongings) removed.push(...(await remove(belonging, state)))
      await rm(file, {force: true})
    } catch {
      // Another run clears up at the same time, or it is another user's: the list stays for who can.
    }
  }
  return removed
}

/** The lines of a list; what is no JSON, such as a last line that was cut short, is undefined. */
async function readList(file: string): Promise<readonly unknown[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line): unknown => {
    try {
      return JSON.parse(line)
    } catch {
      return undefined
    }
  })
}

async function isOver(owner: unknown, file: string, now: Date): Promise<boolean> {
  const life = isProcessOwner(owner) ? await lifeOf(owner) : await lifeOfMaker(basename(file))
  if (life === 'ended' || life === 'lives') return life === 'ended'
  const {mtimeMs: touched} = await stat(file)
  // This host's clock may have jumped: that of the files has to say so too.
  return now.getTime() - touched > silentMs && (await presentTime(dirname(file))) - touched > silentMs
}

/** The time on the clock of the file system. */
async function presentTime(folder: string): Promise<number> {
  const file = join(folder, await unfinishedName('now'))
  await writeFile(file, '', {flag: 'wx'})
  try {
    return (await stat(file)).mtimeMs
  } finally {
    await rm(file, {force: true})
  }
}

async function remove(belonging: unknown, state: string): Promise<readonly string[]> {
  if (isEngineFolder(belonging)) return await removeIfThere(join(state, belonging.folder))
  if (!isStaged(belonging)) return []
  const {target, mark} = belonging
  const folder = dirname(target)
  const promised = hasText(belonging, 'run') ? await promisedIn(state, belonging.run) : new Set()
  const removed: string[] = []
  for (const name of await namesIn(folder)) {
    if (isStagedFor(target, mark, name) && !promised.has(join(folder, name)))
      removed.push(...(await removeIfThere(join(folder, name))))
  }
  return removed
}

/** The staged files that get their names when somebody goes on with a run. */
async function promisedIn(state: string, run: string): Promise<ReadonlySet<string>> {
  if (!/^[\w.-]+$/.test(run)) return new Set()
  const steps = await readSteps(state, run)
  return new Set([...steps.values()].flatMap(({committing}) => committing?.renames.map(({temporary}) => temporary) ?? []))
}

async function removeIfThere(path: string): Promise<readonly string[]> {
  const there = await lstat(path).catch(() => undefined)
  if (there === undefined) return []
  await rm(path, {recursive: there.isDirectory(), force: true})
  return [path]
}

/** Nothing but the engine's own folder in a run of this state folder, whatever a list says. */
function isEngineFolder(value: unknown): value is {readonly folder: string} {
  return hasText(value, 'folder') && /^runs[\\/][^\\/]+[\\/]data-[0-9a-f]{8}$/.test(value.folder) && !value.folder.includes('..')
}

function isStaged(value: unknown): value is {readonly target: string; readonly mark: string} {
  return hasText(value, 'target') && hasText(value, 'mark') && /^[0-9a-f]{8}$/.test(value.mark)
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'string'
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => [])
}
