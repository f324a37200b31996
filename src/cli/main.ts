import {Config, Errors, run} from '@oclif/core'
import {didYouMean} from '../errors/nearest.js'
import {exitCodes} from '../errors/exit-codes.js'
import {frameworkRoot} from '../node/framework-root.js'
import {runProcess} from './run-process.js'

/** Runs the command line through oclif, whatever it holds. Most commands have a shorter way: see `runDirectly`. */
export function main(argv: readonly string[]): void {
  runProcess(argv, () => dispatch([...argv]))
}

async function dispatch(argv: string[]): Promise<number> {
  try {
    const config = await Config.load({root: frameworkRoot(), userPlugins: loadsPlugins(argv)})
    refuseUnknown(argv[0], config)
    const exitCode: unknown = await run(argv, config)
    // Help and the plugins commands are oclif's own: they give no exit code when all is well.
    return typeof exitCode === 'number' ? exitCode : exitCodes.success
  } catch (error) {
    if (error instanceof Errors.ExitError && error.oclif.exit === 0) return exitCodes.success
    throw error
  }
}

/** Mods that plugins:install put there are oclif plugins to what lists and inspects them alone: others need not pay for them. */
function loadsPlugins([command, part = '']: readonly string[]): boolean {
  return command === 'plugins:inspect' || (command === 'plugins' && (part === '' || part === 'inspect' || part.startsWith('-')))
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
