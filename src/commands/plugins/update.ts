import {BaseCommand, type Answer} from '../../cli/base-command.js'
import {nextSteps, pluginAnswer} from '../../cli/plugin-answer.js'
import {signalOfProcess} from '../../cli/signal-of-process.js'

export default class PluginsUpdate extends BaseCommand {
  static override summary = 'Install what plugins:install has installed anew, by the tag or range that it was given.'
  static override description = `Each package is looked at before it is installed; one that is refused stays as it is. Mods that have a newer version now are registered with register-mod.

Exit codes: 0 also where there was nothing to do; 20 a package was refused; 2 usage.`
  static override examples = ['<%= config.bin %> plugins:update && <%= config.bin %> register-mod']

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(PluginsUpdate)
    const [{updatePlugins}, {surroundings}] = [
      await import('../../sdk/plugins/install-plugin.js'),
      await import('../../sdk/surroundings.js'),
    ]
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const outcomes = await updatePlugins({...(await surroundings(flags.registry)), log, signal: signalOfProcess()})
    for (const line of nextSteps(outcomes)) log(line)
    return pluginAnswer(outcomes, 'installed', 'there is no plugin to update')
  }
}
