/** Every exit code there is, by severity: schedulers compare them as numbers (see docs/exit-codes.md). */
export const exitCodes = {
  success: 0,
  bug: 1,
  usage: 2,
  warning: 10,
  validation: 20,
  mod_failed: 30,
  timeout: 40,
  cancelled: 50,
  already_running: 60,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const known = new Set<number>(Object.values(exitCodes))

/** Whether a number is one of the exit codes. */
export function isExitCode(value: unknown): value is ExitCode {
  return typeof value === 'number' && known.has(value)
}

/** The worst of some exit codes; 0 for none. */
export function worstExitCode(codes: Iterable<ExitCode>): ExitCode {
  let worst: ExitCode = exitCodes.success
  for (const code of codes) if (code > worst) worst = code
  return worst
}
