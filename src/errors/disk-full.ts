import type {Problem} from '../model/problem.js'
import {problem} from './problem.js'

/** Whether an error of the file system says that there is no room left: on the disk, or within the user's quota. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

/** What to tell when `path`, a file or a folder, could not be written for want of room, where it is known; `keepsRuns`: in the folder of runs. */
export function diskFull(path: string | undefined, {keepsRuns = false}: {readonly keepsRuns?: boolean} = {}): Problem {
  return problem('disk_full', path === undefined ? 'a disk is full' : `the disk that holds ${path} is full`, {
    at: path === undefined ? undefined : {file: path},
    hint: keepsRuns ? 'free space there, or name a larger disk for runs with DATAPY_STATE_DIR' : 'free space there',
  })
}
