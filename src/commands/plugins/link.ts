import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../../cli/base-command.js'
import {nextSteps, pluginAnswer} from '../../cli/plugin-answer.js'
import {signalOfProcess} from '../../cli/signal-of-process.js'

export default class PluginsLink extends BaseCommand {
  static override summary = 'Link the folder of a package as a plugin, to go on working on it.'
  static override description = `What it declares as a mod must be one that register-mod takes; its dependencies must be installed in the folder.

Exit codes: 0 linked; 20 refused; 2 usage.`
  static override examples = ['<%= config.bin %> plugins:link ./mod-geocoder && <%= config.bin %> register-mod']
  static override args = {path: Args.string({description: 'The folder.', default: '.', ignoreStdin: true})}
  static override flags = {
    force: Flags.boolean({
      char: 'f',
      description: 'Link it also where its mod cannot be registered beside those of other packages.',
    }),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(PluginsLink)
    const [{linkPlugin}, {surroundings}] = [
      await import('../../sdk/plugins/link-plugin.js'),
      await import('../../sdk/surroundings.js'),
    ]
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const outcome = await linkPlugin(args.path, {
      ...(await surroundings(flags.registry)),
      force: flags.force,
      log,
      signal: signalOfProcess(),
    })
    const outcomes = [{spec: args.path, outcome}]
    for (const line of nextSteps(outcomes)) log(line)
    return pluginAnswer(outcomes, 'linked')
  }
}
