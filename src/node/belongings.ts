import {appendFile, rm} from 'node:fs/promises'
import {join, relative} from 'node:path'
import type {Belonging} from '../data/engine.js'
import {makeFolder} from '../data/make-folder.js'
import {runFault} from './run-folder.js'
import {thisProcess} from './process-owner.js'
import {touchFile} from './touch-file.js'
import {unfinishedName} from './unfinished-name.js'

/** What a run makes that must not outlive its process, written down so that a later run can clear up after a kill. */
export interface Belongings {
  /** Writes it down. Must have been awaited before it is made. */
  claim(belonging: Belonging): Promise<void>
  /** All of it is gone, or has its final name. */
  end(): Promise<void>
}

/** Where the lists of processes that live, or were killed, lie in a state folder. */
export function listsFolder(state: string): string {
  return join(state, 'live')
}

const signOfLifeMs = 600_000

/**
 * The list of one process: JSON lines, first who it is, then what belongs to it. Made with its first line. While the
 * process lives the file is touched every ten minutes, which tells hosts that cannot see it.
 */
export function openBelongings(state: string): Belongings {
  let file: string | undefined
  const claimed = new Set<string>()
  const beat = setInterval(() => {
    if (file !== undefined) void touchFile(file).catch(() => undefined)
  }, signOfLifeMs).unref()
  let written = Promise.resolve()

  const write = async (line: string) => {
    if (file === undefined) {
      await makeFolder(listsFolder(state))
      // Also its name says whose it is: a kill may leave it empty.
      file = join(listsFolder(state), await unfinishedName('belongings'))
      await appendFile(file, `${JSON.stringify(await thisProcess())}\n`)
    }
    await appendFile(file, line)
  }
  return {
    async claim(belonging) {
      const line = `${JSON.stringify('folder' in belonging ? {folder: relative(state, belonging.folder)} : belonging)}\n`
      if (!claimed.has(line)) {
        claimed.add(line)
        written = written.then(async () => {
          await write(line)
        })
      }
      try {
        await written
      } catch (error) {
        throw runFault(listsFolder(state), error)
      }
    },
    async end() {
      clearInterval(beat)
      await written.catch(() => undefined)
      if (file !== undefined) await rm(file, {force: true})
    },
  }
}
