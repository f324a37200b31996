import type {ErrorExitCode} from '../model/result.js'

interface CatalogueEntry {
  /** The exit code of a command that ends because of it. */
  readonly exit_code: ErrorExitCode
  /** What it means, for the page of error codes. */
  readonly meaning: string
  /** What to do about it, for the page of error codes. */
  readonly fix: string
}

/**
 * Every problem DataPy can name. A code is never reused. docs/error-codes.md is generated from this table.
 * Sorted by the folder that finds it, then by name.
 */
export const catalogue = {
  bug: {exit_code: 1, meaning: 'A fault in DataPy itself.', fix: 'Run again with --debug and report what it prints.'},
  // cli
  usage: {exit_code: 2, meaning: 'An unknown command, flag or argument, or a wrong flag value.', fix: 'Compare with `datapy help COMMAND`.'},
  // node
  log_unwritable: {
    exit_code: 20,
    meaning: 'The log file cannot be made where the job or the project says.',
    fix: 'Give the user that runs DataPy the right to write there, or change globals.log_path or logging.base_path.',
  },
  script_failed: {exit_code: 30, meaning: 'A script threw, or could not be loaded.', fix: 'Mend the script; the place is its own line.'},
  script_missing: {exit_code: 20, meaning: 'The script that run-script was to run is not there.', fix: 'Check the path.'},
  state_unwritable: {
    exit_code: 20,
    meaning: 'The folder that keeps runs cannot be written.',
    fix: 'Give the user that runs DataPy the right to write there, or set DATAPY_STATE_DIR to a folder it can write.',
  },
  // result
  bad_result: {
    exit_code: 30,
    meaning: 'A mod returned something that is not a result, or that contradicts itself.',
    fix: "Report it to the mod's author; run takes what result.success(), warning() or error() return.",
  },
  row_balance: {
    exit_code: 30,
    meaning: 'Rows in are not rows out + rejected + dropped, although the mod declares that balance.',
    fix: "Report it to the mod's author: rows were lost, made up or miscounted.",
  },
  // run
  cancelled: {exit_code: 50, meaning: 'The run was stopped by SIGINT, SIGTERM or its caller.', fix: 'Issue the command again.'},
  input_file_missing: {exit_code: 20, meaning: 'A file that a mod is to read is not there.', fix: 'Check the path; relative paths start at base_path, else at the folder of the file that names them.'},
  missing_output: {
    exit_code: 30,
    meaning: 'An earlier mod succeeded without giving the output that a later one refers to.',
    fix: 'Compare the reference with the ports that `datapy mod-info TYPE` lists.',
  },
  mod_exited: {exit_code: 30, meaning: 'A mod called process.exit or process.abort.', fix: "Report it to the mod's author: a mod returns its result."},
  mod_never_settled: {
    exit_code: 30,
    meaning: 'Nothing was left to do, yet the mod had not returned: a promise in it never settles.',
    fix: "Report it to the mod's author.",
  },
  mod_threw: {exit_code: 30, meaning: 'A mod threw while running.', fix: 'The message is the cause; run again with --debug for the stack.'},
  mod_unhandled: {exit_code: 30, meaning: 'A mod left a rejected promise or an error unhandled.', fix: "Report it to the mod's author."},
  not_in_job: {exit_code: 20, meaning: 'The job has no mod of that name.', fix: 'Use one of the names under `mods` in the job file.'},
  not_run_yet: {
    exit_code: 20,
    meaning: 'A mod needs the output of another that has not left one yet.',
    fix: 'Run that mod first, run the whole job with run-job, or name the run that has the output with --run.',
  },
  timed_out: {exit_code: 40, meaning: 'The job or the mod took longer than its timeout.', fix: 'Raise `timeout` or `_timeout`, or find out in the log what took so long.'},
  unsupported_option: {exit_code: 20, meaning: 'A key that is reserved for the framework, but does nothing in this version.', fix: 'Remove it.'},
} as const satisfies Record<string, CatalogueEntry>

export type ProblemCode = keyof typeof catalogue

/** Whether a problem's code is one of DataPy's own. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code)
}
