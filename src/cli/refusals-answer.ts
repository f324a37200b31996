import {exitCodeOfAll} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {Answer} from './answer.js'
import {drawnAs} from './drawn-as.js'

/** The answer of a command that did several things, each on its own: what came of them, and the worst exit code. */
export function refusalsAnswer(fields: object, problems: readonly Problem[], text: string): Answer {
  const exitCode = exitCodeOfAll(problems)
  const status = problems.length === 0 ? 'success' : 'error'
  return {
    document: {status, exit_code: exitCode, ...fields, warnings: [], errors: problems},
    text,
    exitCode,
    problems: drawnAs('error', problems),
  }
}
