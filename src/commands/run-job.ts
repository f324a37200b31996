import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {runFlags} from '../cli/flags.js'
import {renderModLines} from '../cli/render/mod-lines.js'
import {checkAnswer, runAnswer} from '../cli/run-answer.js'
import {liveRunSettings} from '../cli/run-settings.js'
import {exitCodesHelp} from '../cli/exit-codes-help.js'

export default class RunJob extends BaseCommand {
  static override summary = 'Run all mods of a job, in the order of their references.'
  static override description = exitCodesHelp
  static override examples = [
    '<%= config.bin %> run-job daily_etl.yaml',
    '<%= config.bin %> run-job daily_etl.yaml --set globals.business_date=2024-08-12 --json',
    '<%= config.bin %> run-job daily_etl.yaml --dry-run',
  ]
  static override args = {job: Args.string({description: 'The job file, YAML.', required: true})}
  static override flags = {...runFlags}

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(RunJob)
    const settings = liveRunSettings(flags)
    if (flags['dry-run']) {
      const {checkJob} = await import('../sdk/check-job.js')
      return checkAnswer(await checkJob(args.job, settings))
    }
    const {runJobFile} = await import('../sdk/run-job-file.js')
    const report = await runJobFile(args.job, settings)
    return runAnswer(report, {warningsAs: flags['warnings-as'], above: flags.quiet ? '' : renderModLines(report.document)})
  }
}
