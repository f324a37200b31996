import {Flags} from '@oclif/core'

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

/** Flags of the commands that run mods. */
export const runFlags = {
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
  set: Flags.string({
    description: 'Set a parameter (mod.param=value) or a global (globals.name=value); wins over the files. Repeatable.',
    multiple: true,
    helpValue: 'mod.param=value',
  }),
  'dry-run': Flags.boolean({description: 'Check everything that a run checks, and run nothing.'}),
  'warnings-as': Flags.option({
    description: 'What an end with warnings means for the exit code: 10 (warning), 0 (success) or 30 (error).',
    options: ['warning', 'success', 'error'] as const,
    default: 'warning',
  })(),
}
