import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {isNamed} from '../data/is-named.js'
import {makeFolder} from '../data/make-folder.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {RunRecord} from '../model/run-record.js'
import {lockHolder, takeLock} from './lock.js'
import type {LockOwner} from './lock-owner.js'
import {withLock} from './with-lock.js'
import {makeRunFolder, openRunFolder, stateError} from './run-folder.js'
import {removeUnfinished} from './remove-unfinished.js'
import {listRuns, lookAtRecord, readRun, recordFile} from './run-store.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** What all runs of one job share: which is the latest, and who works on them. */
export interface JobFolder {
  readonly path: string
  /** The document that names the latest run. */
  readonly pointer: string
  /** The latest run, where its record can be read. */
  latest(): Promise<RunRecord | undefined>
  /** The record of the latest run, where that is damaged. */
  lost(): Promise<string | undefined>
  /** Does something that no other process may do to these runs at the same time, quickly. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Writes the record of a run, and that this run is the latest. */
  record(record: RunRecord, options?: {readonly durable?: boolean}): Promise<void>
  /** Takes the job for one process, or one step of a run. Throws a DataPyError, code job_running. */
  take(what: {readonly run: string; readonly step: string} | 'job'): Promise<() => Promise<void>>
}

/** Hosts that cannot see each other's processes take a lock as left behind after so long without a sign of life. */
export const silentMs = 300_000

/** Where the folder of a job is. */
export function jobFolderOf(state: string, identity: string): string {
  return join(state, 'jobs', identity)
}

/** The folders of all jobs that have been run here. */
export async function jobFolders(state: string): Promise<readonly string[]> {
  const folder = join(state, 'jobs')
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
}

/** `identity` is that of the job's file and its `--set` values. Makes the folder. */
export async function openJobFolder(state: string, identity: string): Promise<JobFolder> {
  const path = jobFolderOf(state, identity)
  await orStateError(path, makeFolder(path))
  await removeUnfinished(path)
  const jobLock = join(path, 'job.lock')
  const pointer = join(path, 'latest.json')
  return {
    path,
    pointer,
    latest: () => latestRun(state, identity),
    async lost() {
      const named = await readPointer(pointer)
      const isLost = named !== undefined && (await lookAtRecord(state, named)) === 'unreadable'
      return isLost ? recordFile(state, named) : undefined
    },
    alone: (work) => orStateError(path, withLock(join(path, 'record.lock'), work)),
    async record(record, {durable = false} = {}) {
      if (!(await makeRunFolder(state, record.run_id, record))) {
        const folder = await openRunFolder(state, record.run_id)
        await folder.write('run', record, {durable})
      }
      if ((await readPointer(pointer)) === record.run_id) return
      const text = `${JSON.stringify({run_id: record.run_id})}\n`
      await orStateError(pointer, writeFileAtomically(pointer, text, {durable: false}))
    },
    async take(what) {
      if (what === 'job') return await orStateError(path, takeJob(path, jobLock))
      const lock = join(path, `${what.run}.${what.step}.step.lock`)
      const release = await orStateError(path, take(lock, what.step))
      const holder = await lockHolder(jobLock, silentMs)
      if (holder === undefined) return release
      await release()
      throw new DataPyError([held(jobLock, holder, 'the job')])
    },
  }
}

/**
 * The latest run of a job, where its record can be read. The document that names it may be damaged: then it is that which
 * began last by its record. Makes nothing.
 */
export async function latestRun(state: string, identity: string): Promise<RunRecord | undefined> {
  const pointer = join(jobFolderOf(state, identity), 'latest.json')
  const named = await readPointer(pointer)
  if (named !== undefined) return await readRun(state, named)
  if (!(await isNamed(pointer))) return undefined
  return (await listRuns(state)).records.find((record) => record.identity === identity)
}

async function takeJob(path: string, jobLock: string): Promise<() => Promise<void>> {
  const release = await take(jobLock, 'the job')
  // Each sets its own lock before it looks at the other's, so that never both go on.
  for (const name of (await readdir(path)).filter((one) => one.endsWith('.step.lock'))) {
    const holder = await lockHolder(join(path, name), silentMs)
    if (holder === undefined) continue
    await release()
    throw new DataPyError([held(join(path, name), holder, `step ${name.split('.').at(-3) ?? ''} of the job`)])
  }
  return release
}

async function take(path: string, what: string): Promise<() => Promise<void>> {
  const lock = await takeLock(path, {silentMs, keepAlive: true})
  if (lock.taken) return lock.release
  throw new DataPyError([held(path, lock.owner, what)])
}

function held(path: string, owner: LockOwner | undefined, what: string) {
  const who = owner === undefined ? 'something that does not name itself' : `process ${String(owner.pid)} on ${owner.host}`
  return problem('job_running', `${what} is being run by ${who}`, {
    at: {file: path},
    hint: 'wait until it has ended; if that host is gone for good, remove this file',
  })
}

/** Tells of the file system's own errors as of what they keep from being done. */
async function orStateError<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw stateError(path, error)
    throw error
  }
}

async function readPointer(file: string): Promise<string | undefined> {
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'))
    const named = typeof document === 'object' && document !== null && 'run_id' in document ? document.run_id : undefined
    return typeof named === 'string' ? named : undefined
  } catch {
    return undefined
  }
}
