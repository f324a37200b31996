import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {renderRun} from '../cli/render/run-steps.js'
import {tableOptions} from '../cli/table-options.js'
import {DataPyError} from '../errors/datapy-error.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'

export default class ShowRun extends BaseCommand {
  static override summary = 'Show one run: its steps, their rows beside what is usual, what went wrong, how to go on.'
  static override description = `Where the latest is asked for, there is a warning of each later one whose record cannot be read.

Exit codes: 0 it was found, however it ended; 20 there is no such run; 2 usage.`
  static override examples = [
    '<%= config.bin %> show-run',
    '<%= config.bin %> show-run daily_etl.yaml',
    '<%= config.bin %> show-run daily_etl.yaml --step clean_customers',
  ]
  static override args = {
    run: Args.string({
      description: 'Its id or a part of it, or the file or name of a job for its latest run (else the latest of all).',
    }),
  }
  static override flags = {
    step: Flags.string({description: 'Show all that is written down of this step, as JSON.', helpValue: 'NAME'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ShowRun)
    const {showRun} = await import('../sdk/runs/show-run.js')
    const run = await showRun(args.run, process.cwd(), process.env)
    const problems = drawnAs('warning', run.warnings)
    if (flags.step === undefined)
      return {
        document: {...run, run_status: run.status, status: 'success', exit_code: 0, errors: []},
        text: renderRun(run, tableOptions()),
        problems,
      }
    const step = run.steps.find(({name}) => name === flags.step)
    if (step === undefined)
      throw new DataPyError([
        noStep(
          flags.step,
          run.steps.map(({name}) => name),
        ),
      ])
    const document = {...step, step_status: step.status, status: 'success', exit_code: 0}
    return {document, text: JSON.stringify(step, null, 2), problems}
  }
}

function noStep(name: string, names: readonly string[]) {
  return problem('not_in_job', `the run has no step "${name}"`, {
    hint: didYouMean(name, names) ?? `its steps are ${names.join(', ')}`,
  })
}
