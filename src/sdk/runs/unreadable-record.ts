import {basename, dirname} from 'node:path'
import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'

/** What is said of a document that should be the record of a run. */
export function unreadableRecord(file: string): Problem {
  return problem('record_unreadable', `the record of the run ${basename(dirname(file))} cannot be read`, {
    at: {file},
    hint: `bring it back from a copy, or remove ${dirname(file)}: that takes the run with the tables it kept, and none of its outputs`,
  })
}
