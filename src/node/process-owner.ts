import {hostname} from 'node:os'
import {processSpace, processStart} from './process-start.js'

/** A process, told from all others: as it stands in the files that say whose something is. */
export interface ProcessOwner {
  readonly pid: number
  readonly host: string
  /** Within which process ids mean the same: of containers, each has its own. */
  readonly space: string
  readonly start: string
}

const own: {process?: Promise<ProcessOwner>} = {}

/** This process, which stays what it is. */
export function thisProcess(): Promise<ProcessOwner> {
  own.process ??= lookAtThisProcess()
  return own.process
}

async function lookAtThisProcess(): Promise<ProcessOwner> {
  return {
    pid: process.pid,
    host: hostname(),
    space: await processSpace(),
    start: (await processStart(process.pid)) ?? '',
  }
}

export function isProcessOwner(value: unknown): value is ProcessOwner {
  if (typeof value !== 'object' || value === null) return false
  if (!('pid' in value) || typeof value.pid !== 'number') return false
  const fields: object = value
  return ['host', 'space', 'start'].every((name) => typeof Reflect.get(fields, name) === 'string')
}

/** Whether a process lives; `elsewhere` is one of another host or container, of which nothing can be known from here. */
export async function lifeOf({pid, host, space, start}: ProcessOwner): Promise<'elsewhere' | 'ended' | 'lives'> {
  if (host !== hostname() || space !== (await processSpace())) return 'elsewhere'
  const now = await processStart(pid)
  return now !== undefined && (now === '' || start === '' || now === start) ? 'lives' : 'ended'
}
