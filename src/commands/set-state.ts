import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {setFlags} from '../cli/flags.js'

export default class SetState extends BaseCommand {
  static override summary = 'Set the watermark of a step, so that its next run begins there.'
  static override description = `The job must not be running. An unfinished run that is gone on with begins there too, and runs that step again.

Exit codes: 0; 20 the job or the step is not there; 60 the job is running; 2 usage.`
  static override examples = [
    "<%= config.bin %> set-state daily_etl.yaml new_orders '2026-11-01 00:00:00'",
    "<%= config.bin %> set-state daily_etl.yaml 'load[orders]' 4711 --set globals.country=DE",
  ]
  static override args = {
    job: Args.string({description: 'The job file, YAML.', required: true}),
    step: Args.string({description: 'The name of the step; of an item of _for_each with it: load[orders].', required: true}),
    value: Args.string({description: 'The watermark, as YAML reads it; what is none is text.', required: true}),
  }
  static override flags = setFlags

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(SetState)
    const {setState} = await import('../sdk/state/change-state.js')
    const {before, value} = await setState(
      {job: args.job, set: flags.set, cwd: process.cwd(), env: process.env},
      args.step,
      args.value,
    )
    const was = before === undefined ? 'had none' : `was ${JSON.stringify(before)}`
    return {
      document: {status: 'success', exit_code: 0, step: args.step, value, before: before ?? null, warnings: [], errors: []},
      text: `the watermark of ${args.step} is ${JSON.stringify(value)} (it ${was})`,
    }
  }
}
