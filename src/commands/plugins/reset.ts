import {Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../../cli/base-command.js'
import {uninstallAnswer} from '../../cli/uninstall-answer.js'
import {signalOfProcess} from '../../cli/signal-of-process.js'

export default class PluginsReset extends BaseCommand {
  static override summary = 'Take away all packages that plugins:install and plugins:link have put there.'
  static override description = `Those of which a mod is still registered are refused and stay. What register-mod has installed is not touched.

Exit codes: 0 also where there was none; 20 a package was refused; 2 usage.`
  static override examples = ['<%= config.bin %> plugins:reset']
  static override flags = {
    force: Flags.boolean({char: 'f', description: 'Also those of which a mod is registered.'}),
  }

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(PluginsReset)
    const [{uninstallAllPlugins}, {surroundings}] = [
      await import('../../sdk/plugins/uninstall-plugin.js'),
      await import('../../sdk/surroundings.js'),
    ]
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const options = {...(await surroundings(flags.registry)), force: flags.force, log, signal: signalOfProcess()}
    return uninstallAnswer(await uninstallAllPlugins(options), 'there is no plugin to uninstall')
  }
}
