import {createHash} from 'node:crypto'
import {cp, readdir, readFile, readlink, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {DatapyOptions} from '../run-datapy.js'
import type {Tally} from './cell.js'
import {faultableCalls, runWithFault} from './run-with-fault.js'

/** What lies in a folder: by path, the digest of a file, where a link leads to, or that it is a folder. */
export type Contents = Readonly<Record<string, string>>

export interface Killed {
  /** What was there before the command, and what it leaves undisturbed. */
  readonly before: Contents
  readonly wanted: Contents
  /** What the killed process left. */
  readonly left: Contents
  /** The how-manieth try this is, from 0: for checks that are not worth doing each time. */
  readonly index: number
}

export interface KillSpec {
  /** The folder that the command works on. It is brought back before each try. */
  readonly folder: string
  readonly args: readonly string[]
  readonly options: DatapyOptions
  /** At how many of its calls it is killed, evenly taken from all of them; of each kind. */
  readonly most: number
  /** Fills the folder, which is empty, for a try; by default it is copied, which gives files other inodes and times of change. */
  begin?(): Promise<void>
  /** Looks at what a killed process left, and throws where that is wrong. */
  look(killed: Killed): Promise<void>
}

/**
 * Kills a command, and the npm that it starts, before and in the middle of its calls of the file system, a process for each
 * of these calls. The calls of each of its processes are counted by themselves, so what dies at a number may be several.
 */
export async function killAtEach(tally: Tally, {folder, args, options, most, begin, look}: KillSpec): Promise<void> {
  const saved = `${folder}.saved`
  const bringBack = async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), {recursive: true, force: true})
    if (begin === undefined) await cp(saved, folder, {recursive: true, preserveTimestamps: true, verbatimSymlinks: true})
    else await begin()
  }
  const before = await contentsOf(folder)
  await cp(folder, saved, {recursive: true, preserveTimestamps: true, verbatimSymlinks: true})
  try {
    for (const kind of ['kill', 'torn'] as const) {
      await bringBack()
      const {calls, ended} = await faultableCalls(args, {kind, folder}, options)
      if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${String(ended.code)}: ${ended.stderr}`)
      const wanted = await contentsOf(folder)
      for (const [index, nth] of spread(Math.max(...calls.map(numberOf)), most).entries()) {
        const where = calls.filter((call) => numberOf(call) === nth).join('; ')
        await bringBack()
        await tally.try(`${args.join(' ')}, ${kind} at ${where}`, async () => {
          await runWithFault(args, {kind, nth, folder}, options)
          await untilQuiet(folder)
          await look({before, wanted, left: await contentsOf(folder), index})
        })
      }
    }
  } finally {
    await rm(saved, {recursive: true, force: true})
  }
}

function numberOf(call: string): number {
  return Number.parseInt(call, 10)
}

/** So many of the numbers from 1 to `last`, the first and the last among them, one from the middle where it is to be one; all where there are no more. */
export function spread(last: number, most: number): readonly number[] {
  if (last <= most) return Array.from({length: last}, (_, index) => index + 1)
  if (most === 1) return [Math.ceil(last / 2)]
  return Array.from({length: most}, (_, index) => 1 + Math.round((index * (last - 1)) / (most - 1)))
}

export async function contentsOf(folder: string): Promise<Contents> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const found = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    if (entry.isDirectory()) return [name, 'folder']
    if (entry.isSymbolicLink()) return [name, `-> ${await readlink(path)}`]
    const bytes = await readFile(path)
    return [name, digestOf(name.endsWith('.xlsx') ? withoutTimes(bytes) : bytes)]
  })
  return Object.fromEntries((await Promise.all(found)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** A lock of a dead process stays until somebody wants it. */
export function withoutLocks(contents: Contents): Contents {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !name.endsWith('.lock')))
}

/** A workbook is a zip, in whose entries stands when they were made (APPNOTE 4.3.7 and 4.3.12). */
function withoutTimes(zip: Buffer): Buffer {
  for (const [signature, time] of [
    ['PK\x03\x04', 10],
    ['PK\x01\x02', 12],
  ] as const)
    for (let at = zip.indexOf(signature); at !== -1; at = zip.indexOf(signature, at + 4)) zip.fill(0, at + time, at + time + 4)
  return zip
}

function digestOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** Waits for the npm of a killed process: it goes on without it. */
async function untilQuiet(folder: string): Promise<void> {
  while (await worksIn(folder)) await sleep(50)
}

async function worksIn(folder: string): Promise<boolean> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map(async (pid) => await readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return folders.some((one) => one === folder || one.startsWith(`${folder}/`))
}
