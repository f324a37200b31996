import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {againFlags, duration, runFlags, selectionFlags} from '../cli/flags.js'
import {renderModLines} from '../cli/render/mod-lines.js'
import {checkAnswer, runAnswer} from '../cli/run-answer.js'
import {listedRunSettings, runSettings} from '../cli/run-settings.js'
import type {OnStepEvent} from '../run/step-events.js'
import {exitCodesHelp} from '../cli/exit-codes-help.js'

export default class RunJob extends BaseCommand {
  static override summary = 'Run all mods of a job, in the order of their references.'
  static override description = `The same command again goes on with a run that was not finished: what has ended and has not changed is not
run again, and each step says why. After a success it begins a new run, and takes over what would come to the same.

${exitCodesHelp}`
  static override examples = [
    '<%= config.bin %> run-job daily_etl.yaml',
    '<%= config.bin %> run-job daily_etl.yaml --set globals.business_date=2024-08-12 --json',
    '<%= config.bin %> run-job daily_etl.yaml --dry-run',
    '<%= config.bin %> run-job daily_etl.yaml --from clean_customers',
  ]
  static override args = {job: Args.string({description: 'The job file, YAML.', required: true})}
  static override flags = {
    ...runFlags,
    ...selectionFlags,
    ...againFlags,
    concurrency: Flags.integer({
      description: 'How many mods run at the same time (else as many as there are processors).',
      min: 1,
      helpValue: '4',
    }),
    timeout: Flags.custom<number>({
      description: "How long the job may take; wins over the job's own timeout. Exit code 40.",
      helpValue: '90s|5m|1h',
      parse: duration,
    })(),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(RunJob)
    const {only = [], from = [], until = [], restart, concurrency, timeout} = flags
    const asked = {selection: {only, from, until}, restart, concurrency, timeout}
    if (flags['dry-run']) {
      const {checkJob} = await import('../sdk/check-job.js')
      return checkAnswer(await checkJob(args.job, {...runSettings(flags), ...asked}))
    }
    const {runJobFile} = await import('../sdk/run-job-file.js')
    const {end, ...settings} = listedRunSettings(flags)
    const reasons = new Map<string, string>()
    const onStep: OnStepEvent = (event) => {
      if (event.event === 'reused') reasons.set(event.name, event.reason)
      settings.onStep?.(event)
    }
    const report = await runJobFile(args.job, {...settings, ...asked, onStep}).finally(end)
    const above = flags.quiet ? '' : renderModLines(report.document, reasons)
    return runAnswer(report, {warningsAs: flags['warnings-as'], above})
  }
}
