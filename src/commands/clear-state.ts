import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {setFlags} from '../cli/flags.js'

export default class ClearState extends BaseCommand {
  static override summary = 'Forget the watermark of a step, or all of a job: the next run loads from the beginning.'
  static override description = `The job must not be running.

Exit codes: 0; 20 there is no such job, or the step has none; 60 the job is running; 2 usage.`
  static override examples = [
    '<%= config.bin %> clear-state daily_etl.yaml new_orders',
    '<%= config.bin %> clear-state daily_etl.yaml',
  ]
  static override args = {
    job: Args.string({description: 'The job file, YAML.', required: true}),
    step: Args.string({description: 'The step (default: all of them).'}),
  }
  static override flags = setFlags

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ClearState)
    const {clearState} = await import('../sdk/state/change-state.js')
    const cleared = await clearState({job: args.job, set: flags.set, cwd: process.cwd(), env: process.env}, args.step)
    const said = cleared.map(({step, value}) => `the watermark of ${step} was ${JSON.stringify(value)}, and is forgotten`)
    return {
      document: {status: 'success', exit_code: 0, cleared, warnings: [], errors: []},
      text: said.length === 0 ? 'the job has no watermarks' : said.join('\n'),
    }
  }
}
