import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {signalOfProcess} from '../cli/signal-of-process.js'
import {valueOf} from '../errors/datapy-error.js'

export default class PackMods extends BaseCommand {
  static override summary = 'Pack the mods of a registry, and all they need, into one file.'
  static override description = `The file brings them to a machine without a network: datapy install --from FILE. Mods that ship with DataPy are not in
it. A mod that is a folder goes in as it would be published. The same mods make the same bytes.

Exit codes: 0; 20 a mod is not here as the registry names it, or the file cannot be written; 2 usage.`
  static override examples = ['<%= config.bin %> pack-mods', '<%= config.bin %> pack-mods geocoder vat --output mods.tgz']
  static override strict = false
  static override args = {types: Args.string({description: 'Mod types; all that do not ship when left out.', required: false})}
  static override flags = {
    output: Flags.string({char: 'o', description: 'The file to write.', default: 'datapy-mods.tgz', helpValue: 'FILE'}),
  }

  protected async answer(): Promise<Answer> {
    const {argv, flags} = await this.parse(PackMods)
    const {surroundings} = await import('../sdk/surroundings.js')
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const {packMods} = await import('../sdk/bring/pack-mods.js')
    const options = {...(await surroundings(flags.registry)), log, signal: signalOfProcess()}
    const {file, mods} = valueOf(await packMods(argv.map(String), flags.output, options))
    return {
      document: {
        status: 'success',
        exit_code: 0,
        file,
        mods: mods.map(({metadata, module_path: name}) => ({type: metadata.type, version: metadata.version, module_path: name})),
      },
      text: `packed ${mods.map(({metadata}) => `${metadata.type} ${metadata.version}`).join(', ')} into ${file}`,
    }
  }
}
