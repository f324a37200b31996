import * as Errors from '@oclif/core/errors'
import * as Flags from '@oclif/core/flags'
import {parseMemoryLimit} from '../data/memory-limit.js'
import {DataPyError} from '../errors/datapy-error.js'
import {exitCodes} from '../errors/exit-codes.js'
import {secondsOfDuration} from '../job/duration.js'

/** Flags that every command has. */
export const globalFlags = {
  json: Flags.boolean({description: 'Print one JSON document on stdout instead of text.', helpGroup: 'GLOBAL'}),
  registry: Flags.string({
    description: 'The registry to use (else DATAPY_REGISTRY, else the nearest registry.json).',
    helpGroup: 'GLOBAL',
    helpValue: 'FILE',
  }),
  debug: Flags.boolean({description: 'Show stack traces of errors.', helpGroup: 'GLOBAL'}),
}

/** A wrong value of a flag is wrong usage, while one of the variable is found in validation. */
function memoryLimit(text: string): Promise<string> {
  try {
    parseMemoryLimit(text, '--memory-limit')
    return Promise.resolve(text)
  } catch (error) {
    if (!(error instanceof DataPyError)) throw error
    const [{hint} = {}] = error.problems
    throw new Errors.CLIError(error.message, {exit: exitCodes.usage, ...(hint !== undefined && {suggestions: [hint]})})
  }
}

/** The flag of every command that opens the data engine. */
export const memoryFlags = {
  'memory-limit': Flags.string({
    description:
      'How much memory the data engine may take: 512MB, 1.5GiB, or 50% of the machine or container (else DATAPY_MEMORY_LIMIT, else a quarter of it, at most 1GiB on an ordinary machine).',
    helpValue: '2GB',
    parse: memoryLimit,
  }),
}

/** Seconds of a time on the command line. */
export function duration(text: string): Promise<number> {
  const seconds = secondsOfDuration(text)
  if (seconds !== undefined && seconds > 0 && seconds <= 2_147_483) return Promise.resolve(seconds)
  throw new Errors.CLIError(`${text} is no time such as 90s, 5m or 1h`, {exit: exitCodes.usage})
}

/** The flag of the commands that go on where they stopped. */
export const againFlags = {
  restart: Flags.boolean({description: 'Begin anew: run also what has ended before and has not changed.'}),
}

export const setFlags = {
  set: Flags.string({
    description: 'Set a parameter (mod.param=value) or a global (globals.name=value); wins over the files. Repeatable.',
    multiple: true,
    helpValue: 'mod.param=value',
  }),
}

const names = {multiple: true, delimiter: ',', helpValue: 'NAME'} as const

/** Flags that say which steps of a job are meant. */
export const selectionFlags = {
  only: Flags.string({description: 'These mods alone, from what the others left before. Repeatable, or with commas.', ...names}),
  from: Flags.string({description: 'These mods and all that come after them. Repeatable, or with commas.', ...names}),
  until: Flags.string({description: 'These mods and all that they need. Repeatable, or with commas.', ...names}),
}

/** Flags of the commands that run mods. */
export const runFlags = {
  ...memoryFlags,
  'log-level': Flags.option({
    description: 'Least level that is logged; wins over globals.log_level. In any case.',
    options: ['debug', 'info', 'warn', 'error', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'WARNING', 'warning'] as const,
    helpValue: 'debug|info|warn|error',
  })(),
  'log-format': Flags.option({
    description: 'How log lines look on stderr; the log file is always JSON lines.',
    options: ['text', 'json'] as const,
    env: 'DATAPY_LOG_FORMAT',
  })(),
  quiet: Flags.boolean({char: 'q', description: 'Only errors on stderr; stdout as without it.'}),
  ...setFlags,
  'dry-run': Flags.boolean({description: 'Check everything that a run checks, and run nothing.'}),
  'warnings-as': Flags.option({
    description: 'What an end with warnings means for the exit code: 10 (warning), 0 (success) or 30 (error).',
    options: ['warning', 'success', 'error'] as const,
    default: 'warning',
  })(),
}
