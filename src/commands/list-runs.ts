import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {renderRunList} from '../cli/render/run-list.js'
import {tableOptions} from '../cli/table-options.js'

export default class ListRuns extends BaseCommand {
  static override summary = 'List the runs of jobs, newest first.'
  static override description = `Runs are looked for where DATAPY_STATE_DIR says, else in the .datapy folders from here upward, else in those below.
A run that was killed is called interrupted; one that did all it was asked for, and not all of the job, partial.
Of a run whose record cannot be read there is a warning.

Exit codes: 0 also when there is none; 2 usage.`
  static override examples = [
    '<%= config.bin %> list-runs',
    '<%= config.bin %> list-runs daily_etl.yaml --status error --since 7d',
    '<%= config.bin %> list-runs --json',
  ]
  static override args = {job: Args.string({description: 'Only runs of this job: its file or its name.'})}
  static override flags = {
    status: Flags.option({
      description: 'Only runs that stand so.',
      options: ['running', 'interrupted', 'error', 'partial', 'warning', 'success'] as const,
    })(),
    since: Flags.string({description: 'Only runs that began since then.', helpValue: '2026-11-01|12h|7d'}),
    limit: Flags.integer({description: 'At most so many.', default: 20, min: 1}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ListRuns)
    const {listKnownRuns} = await import('../sdk/runs/list-runs.js')
    const {status, since, limit} = flags
    const spec = {job: args.job, status, since, limit}
    const {runs, warnings} = await listKnownRuns({...spec, cwd: process.cwd(), env: process.env, now: new Date()})
    if (runs.length === 0) this.logToStderr('there are no such runs here')
    return {
      document: {status: 'success', exit_code: 0, runs, warnings, errors: []},
      text: runs.length === 0 ? '' : renderRunList(runs, tableOptions()),
      problems: drawnAs('warning', warnings),
    }
  }
}
