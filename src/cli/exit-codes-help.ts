/** The exit codes as help shows them, one a line. */
export const exitCodesHelp = `Exit codes: 0 success, 10 success with warnings, 20 validation (nothing was written),
30 a mod failed, 40 timeout, 50 cancelled, 60 already running; 2 usage, 1 a bug in DataPy.`
