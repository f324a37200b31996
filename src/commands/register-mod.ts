import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {installedAnswer} from '../cli/installed-answer.js'
import {registryAccess} from '../cli/registry-access.js'
import {signalOfProcess} from '../cli/signal-of-process.js'

export default class RegisterMod extends BaseCommand {
  static override summary = 'Register a mod, and install its package where it is not yet; or register all that is installed.'
  static override description = `The package is looked at before anything is installed: it must declare a valid entry under "datapy" in its package.json,
import, export run, and have its dependencies. Its install scripts do not run. A refused registration changes nothing.
Without an argument, every mod that plugins:install or plugins:link has put there and that is not registered in that version is registered, each on its own.

Exit codes: 0 registered, or nothing to register; 20 refused, the worst of several counts; 2 usage.`
  static override examples = [
    '<%= config.bin %> register-mod ./mod-geocoder',
    '<%= config.bin %> register-mod ./acme-mod-geocoder-1.2.0.tgz',
    '<%= config.bin %> register-mod @acme/mod-geocoder@1.2.0 --registry ./registry.json',
    '<%= config.bin %> plugins:install @acme/mod-geocoder && <%= config.bin %> register-mod',
  ]
  static override args = {
    spec: Args.string({
      description: 'A folder, a tarball, or a package: NAME or NAME@VERSION. Left out: what plugins:install has put there.',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    force: Flags.boolean({char: 'f', description: 'Replace an entry of the same type, whichever package and version it is of.'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(RegisterMod)
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const mods = registryAccess(flags)
    const options = {force: flags.force, log, signal: signalOfProcess()}
    if (args.spec === undefined) {
      const outcomes = await mods.registerInstalled(options)
      for (const {name, status} of outcomes) if (status === 'no mod') log(`${name} is no mod, and passed over`)
      return installedAnswer(outcomes, await mods.file())
    }
    const {entry, registry, installed} = await mods.registerMod(args.spec, options)
    const {type, version} = entry.metadata
    return {
      document: {status: 'success', exit_code: 0, type, version, module_path: entry.module_path, registry, installed},
      text: `registered ${type} ${version} (${entry.module_path}) in ${registry}`,
    }
  }
}
