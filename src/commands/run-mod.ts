import * as Args from '@oclif/core/args'
import * as Errors from '@oclif/core/errors'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {exitCodesHelp} from '../cli/exit-codes-help.js'
import {exitCodes} from '../errors/exit-codes.js'
import {againFlags, runFlags} from '../cli/flags.js'
import {checkAnswer, runAnswer} from '../cli/run-answer.js'
import {liveRunSettings} from '../cli/run-settings.js'

/** A run's id is also the name of its folder, so it must be nothing else. */
function runId(id: string): Promise<string> {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id)) return Promise.resolve(id)
  throw new Errors.CLIError(`--run ${id}: an id holds letters, digits, "_" and "-" only`, {exit: exitCodes.usage})
}

export default class RunMod extends BaseCommand {
  static override summary = 'Run one mod of a job.'
  static override description = `What the mod refers to of other mods comes from what those left in the job's run that is not finished yet, else in their
latest run, or in the run that --run names, so that the steps of a scheduler chain. A step that has ended in that run and
has not changed is not run again.

${exitCodesHelp}`
  static override examples = [
    '<%= config.bin %> run-mod extract_customers --params daily_etl.yaml',
    '<%= config.bin %> run-mod extract_customers --params daily_etl.yaml --set extract_customers.max_rows=100 --json',
  ]
  static override args = {name: Args.string({description: 'The name of the mod in the job.', required: true})}
  static override flags = {
    ...runFlags,
    ...againFlags,
    params: Flags.string({char: 'p', description: 'The job file, YAML.', required: true, helpValue: 'FILE'}),
    run: Flags.string({
      description: 'Take inputs from, and leave outputs in, the run of this id.',
      helpValue: 'ID',
      parse: runId,
    }),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(RunMod)
    const settings = {...liveRunSettings(flags), run: flags.run, restart: flags.restart}
    if (flags['dry-run']) {
      const {checkJob} = await import('../sdk/check-job.js')
      return checkAnswer(await checkJob(flags.params, settings, args.name))
    }
    const {runModOfJob} = await import('../sdk/run-mod-of-job.js')
    return runAnswer(await runModOfJob(flags.params, args.name, settings), {warningsAs: flags['warnings-as']})
  }
}
