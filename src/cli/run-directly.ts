import {own} from '../model/own.js'
import type {CommandClass} from './base-command.js'
import {directConfig} from './direct-config.js'
import {runProcess} from './run-process.js'

/** The class of a command, as its module exports it. */
export interface CommandModule {
  readonly default: CommandClass
}

/** DataPy's own commands by what is typed, each loaded when it is run. */
export type OwnCommands = Readonly<Record<string, () => Promise<CommandModule>>>

/**
 * Runs one of DataPy's own commands, or --version, without what oclif does around a command: finding plugins, and hooks,
 * of which no part of DataPy has one for these. False for everything else, help too, which is left to `main`.
 */
export function runDirectly(argv: readonly string[], commands: OwnCommands): boolean {
  const [name = '', ...rest] = argv
  if (name === '--version') {
    runProcess(argv, () => {
      process.stdout.write(`${directConfig().userAgent}\n`)
      return Promise.resolve(0)
    })
    return true
  }
  const load = own(commands, name)
  if (load === undefined || asksForHelp(rest)) return false
  runProcess(argv, async () => {
    const {default: command} = await load()
    return await command.start(name, rest, directConfig())
  })
  return true
}

/** As oclif sees it: anywhere before a lone `--`. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).includes('--help')
}
