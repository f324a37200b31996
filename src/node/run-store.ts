import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {meansAbsent} from '../errors/file-fault.js'
import {isJournalLine, isRunRecord} from '../job/recorded-forms.js'
import {stepStates} from '../job/step-states.js'
import type {JournalLine, RunRecord, StepState} from '../model/run-record.js'
import {someAtATime} from './some-at-a-time.js'

/** The runs of a state folder: their records, newest first, and the documents that should be one and cannot be read. */
export interface StoredRuns {
  readonly records: readonly RunRecord[]
  readonly unreadable: readonly string[]
}

/** So many files are opened at once: a process may have some hundred open, and there may be thousands of runs. */
const mostAtOnce = 32

export async function listRuns(state: string): Promise<StoredRuns> {
  const names = (await readdir(runsFolder(state)).catch(() => [])).filter((name) => !name.startsWith('.'))
  const looked = await someAtATime(names, mostAtOnce, async (name) => await lookAtRecord(state, name))
  return {
    records: looked
      .filter((record) => typeof record === 'object')
      .toSorted((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : a.run_id < b.run_id ? 1 : -1)),
    unreadable: names.filter((_, index) => looked[index] === 'unreadable').map((name) => recordFile(state, name)),
  }
}

/** The record of one run; nothing where there is none that can be read. */
export async function readRun(state: string, runId: string): Promise<RunRecord | undefined> {
  const record = await lookAtRecord(state, runId)
  return typeof record === 'object' ? record : undefined
}

/** The record of a run; or that there is none, as of a script; or that there should be one. */
export async function lookAtRecord(state: string, runId: string): Promise<RunRecord | 'none' | 'unreadable'> {
  try {
    const document: unknown = JSON.parse(await readFile(recordFile(state, runId), 'utf8'))
    return isRunRecord(document) && document.run_id === runId ? document : 'unreadable'
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    const isGone = code === 'ENOTDIR' || (code === 'ENOENT' && (await journalFiles(join(runsFolder(state), runId))).length === 0)
    return isGone ? 'none' : 'unreadable'
  }
}

/** The document that is the record of a run. */
export function recordFile(state: string, runId: string): string {
  return join(runsFolder(state), runId, 'run.json')
}

/** The state of each step of a run, in the order they first began. */
export async function readSteps(state: string, runId: string): Promise<ReadonlyMap<string, StepState>> {
  return stepStates(await readJournal(join(runsFolder(state), runId)))
}

/** Where the runs of a state folder lie. */
export function runsFolder(state: string): string {
  return join(state, 'runs')
}

const journalName = /^steps\.(\d+)\.jsonl$/

/** The files of a run's journal, one for each process that worked on it, oldest first. */
export async function journalFiles(folder: string): Promise<readonly {readonly path: string; readonly number: number}[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .flatMap((name) => {
      const number = journalName.exec(name)?.[1]
      return number === undefined ? [] : [{path: join(folder, name), number: Number(number)}]
    })
    .toSorted((a, b) => a.number - b.number)
}

/** All lines of a run's journal. One that was cut short or damaged counts as not written: its step is run again. */
async function readJournal(folder: string): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = []
  for (const {path} of await journalFiles(folder)) {
    for (const line of (await readWhole(path)).split('\n')) {
      const parsed = line === '' ? undefined : parseLine(line)
      if (parsed !== undefined) lines.push(parsed)
    }
  }
  return lines
}

function parseLine(line: string): JournalLine | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    return isJournalLine(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** A text file; empty where there is none. */
async function readWhole(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (meansAbsent(error)) return ''
    throw error
  }
}
