import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../../cli/base-command.js'
import {nextSteps, pluginAnswer} from '../../cli/plugin-answer.js'
import {signalOfProcess} from '../../cli/signal-of-process.js'
import type {PluginOutcome} from '../../sdk/plugins/install-plugin.js'

export default class PluginsInstall extends BaseCommand {
  static override aliases = ['plugins:add']
  static override summary = 'Install packages: mods, to be registered then, and other plugins of oclif.'
  static override description = `A package comes from the npm registry that your .npmrc names, or is a tarball. It is looked at before anything is installed: what it declares as a mod must be one that register-mod takes. Its install scripts do not run. A refused package changes nothing, and one that is there already stays as it is.

Exit codes: 0 installed; 20 refused, the worst of several counts; 2 usage.`
  static override examples = [
    '<%= config.bin %> plugins:install @acme/mod-geocoder && <%= config.bin %> register-mod',
    '<%= config.bin %> plugins:install @acme/mod-geocoder@1.2.0',
    '<%= config.bin %> plugins:install ./acme-mod-geocoder-1.2.0.tgz',
  ]
  static override strict = false
  static override args = {
    plugin: Args.string({
      description: 'A package, NAME or NAME@VERSION, or a tarball. Repeatable.',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    force: Flags.boolean({
      char: 'f',
      description: 'Install it also where its mod cannot be registered beside those of other packages.',
    }),
  }

  protected async answer(): Promise<Answer> {
    const {argv, flags} = await this.parse(PluginsInstall)
    const [{installPlugin}, {surroundings}] = [
      await import('../../sdk/plugins/install-plugin.js'),
      await import('../../sdk/surroundings.js'),
    ]
    const log = (line: string) => {
      this.logToStderr(line)
    }
    const options = {...(await surroundings(flags.registry)), force: flags.force, log, signal: signalOfProcess()}
    const outcomes: PluginOutcome[] = []
    for (const spec of argv.map(String)) outcomes.push({spec, outcome: await installPlugin(spec, options)})
    for (const line of nextSteps(outcomes)) log(line)
    return pluginAnswer(outcomes, 'installed')
  }
}
