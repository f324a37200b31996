import {Config, Errors, run} from '@oclif/core'
import {fileURLToPath} from 'node:url'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {processGuard} from '../node/guard.js'
import {didYouMean} from '../errors/nearest.js'
import {exitCodes} from '../errors/exit-codes.js'
import {leaveSoon} from './leave-soon.js'
import {reportFailure} from './report.js'

/**
 * Runs the command line. The exit code stands at 1 until a command has set its own, so that whatever ends the process
 * early never looks like success. `entry` is the URL of the file that was started, from which oclif finds its package.
 */
export function main(argv: readonly string[], entry: string): void {
  process.exitCode = exitCodes.bug
  process.on('uncaughtException', onLateFault).on('unhandledRejection', onLateFault)
  void dispatch([...argv], entry).then(leaveSoon)
}

/** What is left unhandled while no mod runs: by a mod that has ended, or by DataPy. Never success, and told plainly. */
function onLateFault(fault: unknown): void {
  if (processGuard().busy) return
  process.exitCode = exitCodes.mod_failed
  const message = fault instanceof Error ? fault.message : String(fault)
  void reportFailure(new DataPyError([problem('mod_unhandled', `left unhandled: ${message}`)], {cause: fault}), {
    json: false,
    debug: false,
  })
}

async function dispatch(argv: string[], entry: string): Promise<void> {
  const ours = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  try {
    const config = await Config.load({root: fileURLToPath(entry), userPlugins: loadsPlugins(argv[0])})
    refuseUnknown(argv[0], config)
    const exitCode: unknown = await run(argv, config)
    // Help and the plugins commands are oclif's own: they give no exit code when all is well.
    process.exitCode = typeof exitCode === 'number' ? exitCode : exitCodes.success
  } catch (error) {
    if (error instanceof Errors.ExitError && error.oclif.exit === 0) process.exitCode = exitCodes.success
    else process.exitCode = await reportFailure(error, {json: ours.includes('--json'), debug: ours.includes('--debug')})
  }
}

/** Mods that plugins:install put there are oclif plugins to the plugins commands alone: others need not pay for them. */
function loadsPlugins(command: string | undefined): boolean {
  return command !== undefined && (command === 'plugins' || command.startsWith('plugins:'))
}

/** oclif's own answer to an unknown command has no JSON, and another exit code than the table's. */
function refuseUnknown(command: string | undefined, config: Config): void {
  if (command === undefined || command.startsWith('-') || command === 'help' || command === '') return
  if (config.findCommand(command) !== undefined || config.findTopic(command) !== undefined) return
  const suggestion = didYouMean(command, config.commandIDs)
  throw new Errors.CLIError(`there is no command "${command}"`, {
    exit: exitCodes.usage,
    suggestions: [suggestion ?? 'datapy help lists the commands'],
  })
}
