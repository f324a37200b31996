import {exitCodes} from '../errors/exit-codes.js'
import type {Problem} from '../model/problem.js'
import type {RunReport} from '../sdk/run-report.js'
import type {JobCheck} from '../sdk/check-job.js'
import type {Answer, DrawnProblem} from './answer.js'
import {drawnAs} from './drawn-as.js'
import {renderLastLine} from './render/last-line.js'
import {renderRunCheck} from './render/run-check.js'

type WarningsAs = 'error' | 'success' | 'warning'

/** The answer of a command that ran something; `above` is what stands above the last line. */
export function runAnswer(
  report: RunReport,
  options: {readonly warningsAs: WarningsAs; readonly exitCode?: number; readonly above?: string},
): Answer {
  const {document} = report
  const exitCode = exitCodeFor(options.exitCode ?? document.exit_code, options.warningsAs)
  const text = `${options.above ?? ''}${renderLastLine(report, exitCode)}`
  return {document, text, exitCode, problems: drawn(document), ...(report.goOn !== undefined && {note: goOnText(report.goOn)})}
}

/** The answer of a dry run. */
export function checkAnswer(check: JobCheck): Answer {
  return {
    document: check,
    text: check.status === 'success' ? renderRunCheck(check) : '',
    exitCode: check.exit_code,
    problems: drawn(check),
  }
}

function goOnText(command: string): string {
  return `to go on from where it stopped: ${command}`
}

function exitCodeFor(exitCode: number, warningsAs: WarningsAs): number {
  if (exitCode !== exitCodes.warning) return exitCode
  return {warning: exitCodes.warning, success: exitCodes.success, error: exitCodes.mod_failed}[warningsAs]
}

function drawn({warnings, errors}: {readonly warnings: readonly Problem[]; readonly errors: readonly Problem[]}): DrawnProblem[] {
  return [...drawnAs('warning', warnings), ...drawnAs('error', errors)]
}
