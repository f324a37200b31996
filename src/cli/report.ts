import {problemsIn} from '../errors/datapy-error.js'
import type {ExitCode} from '../errors/exit-codes.js'
import {messageOf} from '../errors/message-of.js'
import {exitCodeOfAll, problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import {lineReader} from '../node/read-line.js'
import {setOptionPrefix} from '../params/set-option.js'
import type {DrawnProblem} from './answer.js'
import {drawnAs} from './drawn-as.js'
import {safeJson, safeText} from './safe-text.js'

/** Draws problems on stderr, each with the lines of its file. */
export async function drawProblems(problems: readonly DrawnProblem[]): Promise<void> {
  if (problems.length === 0) return
  const {renderProblem} = await import('./render/problem.js')
  const color = process.stderr.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb'
  const read = lineReader()
  // An option of the command line is a line of its own.
  const source = (file: string, line: number) =>
    file.startsWith(setOptionPrefix) ? file.split(/\r?\n/)[line - 1] : read(file, line)
  for (const {severity, problem: drawn} of problems) process.stderr.write(`${renderProblem(drawn, {severity, source, color})}\n`)
}

/** Tells of a failure: drawn on stderr, and with --json as one document on stdout. Gives the exit code. */
export async function reportFailure(
  error: unknown,
  options: {readonly json: boolean; readonly debug: boolean},
): Promise<ExitCode> {
  const problems = problemsOf(error)
  const exitCode = exitCodeOfAll(problems)
  await drawProblems(drawnAs('error', problems))
  if (options.debug && error instanceof Error) {
    const {mappedStack} = await import('../node/mapped-stack.js')
    process.stderr.write(`${safeText(mappedStack(error))}\n`)
  }
  if (options.json)
    process.stdout.write(`${safeJson(JSON.stringify({status: 'error', exit_code: exitCode, warnings: [], errors: problems}))}\n`)
  return exitCode
}

function problemsOf(error: unknown): readonly Problem[] {
  const problems = problemsIn(error)
  if (problems !== undefined) return problems
  if (isUsageError(error)) return [problem('usage', firstParagraph(error.message), {hint: hintOf(error)})]
  return [problem('bug', messageOf(error), {hint: 'a fault in DataPy: run again with --debug for the stack'})]
}

interface UsageError extends Error {
  readonly oclif: {readonly exit?: number}
  readonly suggestions?: readonly string[]
}

/** oclif marks its own errors, all of which are about how the command was called. */
function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && 'oclif' in error
}

/** What oclif puts around a message of our own, about the value of a flag, is left out. */
function firstParagraph(message: string): string {
  return message
    .replace(/^Parsing --[\w-]+ \n\t/, '')
    .replace(/\n?See more help with --help\s*$/, '')
    .trim()
}

function hintOf(error: UsageError): string {
  return error.suggestions?.[0] ?? 'see the command with --help'
}
