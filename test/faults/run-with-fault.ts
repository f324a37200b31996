import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {runDatapy, type DatapyOptions, type Ended} from '../run-datapy.js'

export interface Fault {
  /** See fault-at-call.js. */
  readonly kind: 'EACCES' | 'EIO' | 'ENOSPC' | 'EPERM' | 'EROFS' | 'count' | 'kill' | 'torn'
  /** The call that it comes at, from 1. */
  readonly nth: number
  /** Whether all calls after it fail too. Default false. */
  readonly goesOn?: boolean
  /** Calls about files in this folder count, and no others. */
  readonly folder: string
}

const preload = pathToFileURL(join(import.meta.dirname, 'fault-at-call.js')).href

/** Runs `datapy` with one of its calls of the file system failing. */
export function runWithFault(args: readonly string[], fault: Fault, options: DatapyOptions = {}): Promise<Ended> {
  return runDatapy(args, {...options, env: {...(options.env ?? process.env), ...faultEnv(fault)}})
}

/** What makes a process, and those that it starts, fail so. */
export function faultEnv({kind, nth, goesOn = false, folder}: Fault): NodeJS.ProcessEnv {
  return {
    NODE_OPTIONS: `--import ${preload}`,
    DATAPY_TEST_FAULT: `${kind}@${String(nth)}${goesOn ? '+' : ''}`,
    DATAPY_TEST_FAULT_IN: folder,
  }
}

/** The calls that a fault of this kind can come at, each as `number name path`: `datapy` runs through once, undisturbed. */
export async function faultableCalls(
  args: readonly string[],
  {kind, folder}: Pick<Fault, 'folder' | 'kind'>,
  options: DatapyOptions = {},
): Promise<{readonly calls: readonly string[]; readonly ended: Ended}> {
  const notes = await mkdtemp(join(tmpdir(), 'datapy-calls-'))
  const file = join(notes, 'calls')
  try {
    const never = {kind, nth: 1_000_000_000, folder}
    const env = {...(options.env ?? process.env), DATAPY_TEST_FAULT_LOG: file}
    const ended = await runWithFault(args, never, {...options, env})
    const text = await readFile(file, 'utf8').catch(() => '')
    return {calls: text.split('\n').filter((line) => line !== ''), ended}
  } finally {
    await rm(notes, {recursive: true, force: true})
  }
}
