import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {exitCodesHelp} from '../cli/exit-codes-help.js'
import {runFlags} from '../cli/flags.js'
import {runAnswer} from '../cli/run-answer.js'
import {runSettings} from '../cli/run-settings.js'

export default class RunScript extends BaseCommand {
  static override summary = 'Run a script, TypeScript or JavaScript, that uses the SDK.'
  static override description = `The script imports the SDK as "datapy" from wherever it lies; the globals and mod parameters of the job
given by --params are there for it. Its own exit code, or an error it throws (30), becomes the command's; else the worst
of the mods it ran decides.

${exitCodesHelp}`
  static override examples = [
    '<%= config.bin %> run-script pipeline.ts',
    '<%= config.bin %> run-script pipeline.ts --params daily_etl.yaml --json',
  ]
  static override args = {script: Args.string({description: 'The script.', required: true})}
  static override flags = {
    ...runFlags,
    params: Flags.string({
      char: 'p',
      description: 'A job file whose globals and mod parameters the script gets.',
      helpValue: 'FILE',
    }),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(RunScript)
    const {runScriptFile} = await import('../sdk/run-script-file.js')
    const run = {script: args.script, params: flags.params, redirect: flags.json, checkOnly: flags['dry-run']}
    const report = await runScriptFile(run, runSettings(flags))
    return runAnswer(report, {warningsAs: flags['warnings-as'], exitCode: report.exitCode})
  }
}
