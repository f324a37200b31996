import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../../cli/base-command.js'
import {uninstallAnswer} from '../../cli/uninstall-answer.js'
import {signalOfProcess} from '../../cli/signal-of-process.js'

export default class PluginsUninstall extends BaseCommand {
  static override aliases = ['plugins:unlink', 'plugins:remove']
  static override summary = 'Take away packages that plugins:install or plugins:link has put there.'
  static override description = `A package of which a mod is still registered is refused: unregister-mod comes first.

Exit codes: 0 uninstalled; 20 refused, the worst of several counts; 2 usage.`
  static override examples = [
    '<%= config.bin %> unregister-mod geocoder && <%= config.bin %> plugins:uninstall @acme/mod-geocoder',
  ]
  static override strict = false
  static override args = {
    plugin: Args.string({
      description: 'The name of a package, or a folder that is linked. Repeatable.',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    force: Flags.boolean({char: 'f', description: 'Also while a mod of it is registered.'}),
  }

  protected async answer(): Promise<Answer> {
    const {argv, flags} = await this.parse(PluginsUninstall)
    const [{uninstallPlugin}, {surroundings}] = [
      await import('../../sdk/plugins/uninstall-plugin.js'),
      await import('../../sdk/surroundings.js'),
    ]
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const options = {...(await surroundings(flags.registry)), force: flags.force, log, signal: signalOfProcess()}
    const outcomes = []
    for (const plugin of argv.map(String)) outcomes.push({plugin, outcome: await uninstallPlugin(plugin, options)})
    return uninstallAnswer(outcomes)
  }
}
