import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {stepStates} from '../job/step-states.js'
import {isJsonObject} from '../model/json.js'
import type {JournalLine, RunRecord, StepState} from '../model/run-record.js'

/** The records of all runs in a state folder, newest first. What cannot be read is left out. */
export async function listRuns(state: string): Promise<readonly RunRecord[]> {
  const names = await readdir(runsFolder(state)).catch(() => [])
  const records = await Promise.all(names.map(async (name) => await readRun(state, name)))
  return records
    .filter((record) => record !== undefined)
    .toSorted((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : a.run_id < b.run_id ? 1 : -1))
}

/** The record of one run; nothing where there is none that can be read. */
export async function readRun(state: string, runId: string): Promise<RunRecord | undefined> {
  try {
    const document: unknown = JSON.parse(await readFile(join(runsFolder(state), runId, 'run.json'), 'utf8'))
    return isRecord(document) && document.run_id === runId ? document : undefined
  } catch {
    return undefined
  }
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

/** All lines of a run's journal. A last line that was cut short counts as not written. */
async function readJournal(folder: string): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = []
  for (const {path} of await journalFiles(folder)) {
    for (const line of (await readFile(path, 'utf8')).split('\n')) {
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

/** A line is written by this module's own form alone, whole or cut short: whatever has its head has the rest. */
function isJournalLine(value: unknown): value is JournalLine {
  if (typeof value !== 'object' || value === null || !('event' in value) || !('step' in value)) return false
  return typeof value.step === 'string' && ['begun', 'committing', 'ended'].some((event) => event === value.event)
}

function isRecord(value: unknown): value is RunRecord {
  return (
    isJsonObject(value) &&
    ['run_id', 'job', 'job_file', 'identity', 'status', 'started'].every((key) => typeof value[key] === 'string') &&
    Array.isArray(value['steps']) &&
    Array.isArray(value['sessions'])
  )
}
