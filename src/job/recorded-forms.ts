import type {JournalLine, RunRecord} from '../model/run-record.js'
import {either, isFlag, isMap, isNumber, isText, isTime, listOf, mapOf, objectOf, oneOf, type Form} from './form.js'
import type {LoadState} from './load-state.js'

/*
 * The forms of what runs write down. A disk, a copy and a hand can change such a file into anything, and whoever reads it
 * relies on all that stands in it: so it has its form throughout, or counts as damaged.
 */

const isNull = oneOf(null)
const owner = objectOf({pid: isNumber, host: isText, space: isText, start: isText})
const file = objectOf({path: isText, size: isNumber, modified: isNumber, changed: isNumber, inode: isNumber})

const session = objectOf({
  started: isTime,
  ended: either(isNull, isTime),
  process: owner,
  datapy: isText,
  node: isText,
  log_file: either(isNull, isText),
  command: isText,
})

const record = objectOf(
  {
    run_id: isText,
    job: isText,
    job_file: isText,
    identity: isText,
    set: mapOf(isMap),
    status: oneOf('error', 'partial', 'running', 'success', 'warning'),
    exit_code: either(isNull, isNumber),
    started: isTime,
    ended: either(isNull, isTime),
    steps: listOf(objectOf({name: isText, type: isText, category: isText, needs: listOf(isText)})),
    sessions: listOf(session),
    totals: objectOf({}, {rows_in: isNumber, rows_out: isNumber, rejects: isNumber}),
    previous: either(isNull, isText),
  },
  {secrets: listOf(isText)},
)

const place = objectOf({file: isText}, {line: isNumber, column: isNumber})
const problems = listOf(objectOf({code: either(isText, isNumber), message: isText}, {hint: isText, at: place}))
const isTable = objectOf({type: oneOf('dataset'), format: oneOf('parquet')})
const table = objectOf({path: isText, rows: isNumber, columns: listOf(objectOf({name: isText, type: isText}))})

const result = objectOf({
  status: oneOf('success', 'warning', 'error'),
  exit_code: isNumber,
  metrics: isMap,
  artifacts: mapOf((value) => !isTable(value) || table(value)),
  globals: isMap,
  warnings: problems,
  errors: problems,
  execution_time: isNumber,
  logs: objectOf({run_id: isText, mod_type: isText, mod_name: isText}),
})

const line = {step: isText, at: isTime, attempt: isNumber}
const outcome = {
  ...line,
  execution: isText,
  fingerprint: objectOf({mod: isText, params: isMap, files: listOf(file), needs: mapOf(isText)}),
  result,
  left: listOf(file),
  kept: isFlag,
}
const more = {hidden: listOf(isText), watermark: objectOf({of: isText, value: () => true}), reused_from: isText}
const rename = objectOf({temporary: isText, target: isText, if_exists: oneOf('backup', 'error', 'overwrite'), file})

const lines: Readonly<Record<string, Form>> = {
  begun: objectOf(line),
  committing: objectOf({...outcome, renames: listOf(rename)}, more),
  ended: objectOf(outcome, more),
}

const loadState = mapOf(objectOf({value: () => true, run: either(isNull, isText), at: isTime}))

/** The document `run.json` of a run. */
export function isRunRecord(value: unknown): value is RunRecord {
  return record(value)
}

/** A line of a run's journal. */
export function isJournalLine(value: unknown): value is JournalLine {
  if (!objectOf({event: oneOf(...Object.keys(lines))})(value)) return false
  const {event} = value as {readonly event: string} // objectOf has just looked
  return lines[event]?.(value) === true
}

/** The watermarks of a job. */
export function isLoadState(value: unknown): value is LoadState {
  return loadState(value)
}
