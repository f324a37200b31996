import {closeSync, fdatasync, openSync, writeSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'
import {syncFile, syncFolder} from '../data/sync.js'
import type {JournalLine} from '../model/run-record.js'
import {runFault} from './run-folder.js'
import {journalFiles} from './run-store.js'

/** What one process writes down of a run: a file of JSON lines of its own, beside those of processes before it. */
export interface Journal {
  /** Writes a line: a kill of the process, from now on, cannot take it back; a loss of power can, until it is synced. */
  note(line: JournalLine): void
  /** Resolves when all lines so far are on the disk. */
  synced(): Promise<void>
  close(): Promise<void>
}

/** Lines reach the disk so long after they were written, at most. */
const syncAfterMs = 100
const sync = promisify(fdatasync)

/**
 * Opens the journal of this process in a run's folder; its file is made with the first line. When that reaches the disk, so
 * do the documents by which others find the run, and all their names: without these the lines would be lost with the power.
 */
export function openJournal(folder: string, number: number, foundBy: readonly string[] = []): Journal {
  let file: number | undefined
  let timer: NodeJS.Timeout | undefined
  let syncing = Promise.resolve()
  let isSynced = true
  let isFirst = true

  const synced = () => {
    clearTimeout(timer)
    timer = undefined
    if (!isSynced) {
      isSynced = true
      syncing = syncing
        .then(async () => {
          if (file === undefined) return
          await sync(file)
          if (isFirst) await syncNames([join(folder, 'steps'), ...foundBy])
          isFirst = false
        })
        .catch((error: unknown) => {
          throw runFault(folder, error)
        })
    }
    return syncing
  }
  return {
    note(line) {
      try {
        file ??= openNew(folder, number)
        writeSync(file, `${JSON.stringify(line)}\n`)
      } catch (error) {
        throw runFault(join(folder, `steps.${String(number)}.jsonl`), error)
      }
      isSynced = false
      timer ??= setTimeout(() => void synced().catch(() => undefined), syncAfterMs).unref()
    },
    synced,
    async close() {
      try {
        await synced()
      } finally {
        if (file !== undefined) closeSync(file)
        file = undefined
      }
    },
  }
}

/** Syncs documents, where they are there, and the folders above them, as far up as a state folder can have been made with them. */
async function syncNames(documents: readonly string[]): Promise<void> {
  await Promise.all(documents.map(async (path) => await syncFile(path).catch(() => undefined)))
  const folders = documents.flatMap((path) => [1, 2, 3, 4].map((above) => resolve(path, ...Array<string>(above).fill('..'))))
  await Promise.all([...new Set(folders)].map(syncFolder))
}

/** The number of the next file of a run's journal. */
export async function nextJournal(folder: string): Promise<number> {
  return ((await journalFiles(folder)).at(-1)?.number ?? 0) + 1
}

/** Another process may take a number at the same moment: then the next one is ours. */
function openNew(folder: string, number: number): number {
  for (let next = number; ; next += 1) {
    try {
      return openSync(join(folder, `steps.${String(next)}.jsonl`), 'ax')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
