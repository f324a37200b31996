import type {JobResult, Result} from '../../model/result.js'
import {safeJson} from '../safe-text.js'
import type {RunReport} from '../../sdk/run-report.js'

/**
 * The last line of a run on stdout, for schedulers that match text: `DATAPY_RESULT status=… exit_code=… …`. Counts
 * that nobody gave, and errors=0, are left out.
 */
export function renderLastLine({document, totals, resultFile}: RunReport, exitCode: number): string {
  const {status, warnings, errors} = document
  const fields: readonly (readonly [string, number | string | undefined])[] = [
    ['status', status],
    ['exit_code', exitCode],
    [isJob(document) ? 'job' : 'mod', isJob(document) ? document.job : document.logs.mod_name],
    ['run_id', document.logs.run_id],
    ['rows_in', totals.rows_in],
    ['rows_out', totals.rows_out],
    ['rejects', totals.rejects],
    ['warnings', warnings.length],
    ['errors', errors.length === 0 ? undefined : errors.length],
    ['seconds', document.execution_time],
    ['log', document.logs.log_file ?? undefined],
    ['result', resultFile ?? undefined],
  ]
  const shown = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(String(value))}`]))
  return ['DATAPY_RESULT', ...shown].join(' ')
}

function isJob(document: JobResult | Result): document is JobResult {
  return 'job' in document
}

/** A value as it is, or as a JSON text where it has blanks, quotes or what is not seen, so that the line can be split. */
function quoted(value: string): string {
  return /^[^\s"=\\\p{C}]+$/u.test(value) ? value : safeJson(JSON.stringify(value))
}
