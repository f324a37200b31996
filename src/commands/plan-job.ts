import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {againFlags, selectionFlags, setFlags} from '../cli/flags.js'
import {checkAnswer} from '../cli/run-answer.js'

export default class PlanJob extends BaseCommand {
  static override summary = 'Show what run-job would do: the order, what is skipped and why, parameters, files.'
  static override description = `Checks all that a run checks, and looks at what runs before have left. Nothing is run or written.

Exit codes: 0 the job can run; 20 something keeps it from running; 2 usage.`
  static override examples = [
    '<%= config.bin %> plan-job daily_etl.yaml',
    '<%= config.bin %> plan-job daily_etl.yaml --from clean_customers --json',
  ]
  static override args = {job: Args.string({description: 'The job file, YAML.', required: true})}
  static override flags = {...setFlags, ...selectionFlags, ...againFlags}

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(PlanJob)
    const {only = [], from = [], until = [], restart, set = [], registry} = flags
    const {checkJob} = await import('../sdk/check-job.js')
    return checkAnswer(await checkJob(args.job, {registry, set, restart, selection: {only, from, until}}))
  }
}
