import * as Flags from '@oclif/core/flags'
import {CLIError} from '@oclif/core/errors'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {signalOfProcess} from '../cli/signal-of-process.js'
import {exitCodes} from '../errors/exit-codes.js'
import {valueOf} from '../errors/datapy-error.js'
import type {RegistryEntry} from '../model/registry.js'

export default class Install extends BaseCommand {
  static override summary = 'Bring the mods of a registry to this machine.'
  static override description = `--frozen fetches what the registry names, each mod with its integrity and what it needs in the versions that were
there when it was registered; what is here already is left alone. --from takes all of it from a file that pack-mods wrote,
without a network, and registers the mods that are not yet. All or nothing; install scripts do not run.

Exit codes: 0 all is here; 20 refused, and nothing changed; 2 usage.`
  static override examples = [
    '<%= config.bin %> install --frozen',
    '<%= config.bin %> install --frozen --registry ./registry.json --json',
    '<%= config.bin %> install --from datapy-mods.tgz',
  ]
  static override flags = {
    frozen: Flags.boolean({description: 'Fetch exactly what the registry names.', exclusive: ['from']}),
    from: Flags.string({description: 'Take the mods from an archive of pack-mods.', helpValue: 'FILE'}),
    force: Flags.boolean({
      char: 'f',
      description: 'With --from, replace entries of the same type, whichever package and version they are of.',
      dependsOn: ['from'],
    }),
  }

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(Install)
    const {frozen, from, force} = flags
    if (!frozen && from === undefined)
      throw new CLIError('say what to install: --frozen for what the registry names, or --from FILE', {exit: exitCodes.usage})
    const {surroundings} = await import('../sdk/surroundings.js')
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const options = {...(await surroundings(flags.registry)), log, force, signal: signalOfProcess()}
    const {location} = options
    const bring = async () => {
      if (from === undefined) return (await import('../sdk/bring/install-frozen.js')).installFrozen(options)
      return (await import('../sdk/bring/install-archive.js')).installArchive(from, options)
    }
    const {installed, unchanged} = valueOf(await bring())
    const lines = installed.map(({metadata, module_path: name}) => `installed ${metadata.type} ${metadata.version} (${name})`)
    return {
      document: {
        status: 'success',
        exit_code: 0,
        registry: location.file,
        installed: installed.map(shown),
        unchanged: unchanged.map(shown),
      },
      text: lines.length === 0 ? `nothing to install: all mods are here as ${location.file} names them` : lines.join('\n'),
    }
  }
}

function shown({metadata, module_path: name}: RegistryEntry) {
  return {type: metadata.type, version: metadata.version, module_path: name}
}
