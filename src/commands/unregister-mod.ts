import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {signalOfProcess} from '../cli/signal-of-process.js'

export default class UnregisterMod extends BaseCommand {
  static override summary = 'Take a mod out of the registry.'
  static override description = `Its package is uninstalled too, where register-mod had installed it and no other entry uses it.

Exit codes: 0; 20 there is no such mod type, or the registry cannot be written; 2 usage.`
  static override examples = [
    '<%= config.bin %> unregister-mod geocoder',
    '<%= config.bin %> unregister-mod geocoder --registry ./registry.json',
  ]
  static override args = {type: Args.string({description: 'The mod type.', required: true})}

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(UnregisterMod)
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const {type, registry, uninstalled} = await registryAccess(flags).unregisterMod(args.type, {log, signal: signalOfProcess()})
    return {
      document: {status: 'success', exit_code: 0, type, registry, uninstalled: uninstalled ?? null},
      text: `unregistered ${type} from ${registry}${uninstalled === undefined ? '' : `, and uninstalled ${uninstalled}`}`,
    }
  }
}
