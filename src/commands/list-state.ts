import * as Args from '@oclif/core/args'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {setFlags} from '../cli/flags.js'
import {renderTable} from '../cli/render/table.js'
import {tableOptions} from '../cli/table-options.js'

const columns = [
  {name: 'JOB'},
  {name: 'SET'},
  {name: 'STEP', fit: 'keep'},
  {name: 'WATERMARK', fit: 'keep'},
  {name: 'SINCE'},
  {name: 'RUN'},
] as const

export default class ListState extends BaseCommand {
  static override summary = 'List the watermarks of jobs: how far their loads have come.'
  static override description = `They are looked for as list-runs looks for runs. With a job file, only those of that job, and with --set only those of
its runs with these values.

Exit codes: 0 also when there is none; 2 usage.`
  static override examples = ['<%= config.bin %> list-state', '<%= config.bin %> list-state daily_etl.yaml --json']
  static override args = {job: Args.string({description: 'Only those of this job: its file or its name.'})}
  static override flags = setFlags

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ListState)
    const {listState} = await import('../sdk/state/list-state.js')
    const watermarks = await listState({job: args.job, set: flags.set, cwd: process.cwd(), env: process.env})
    if (watermarks.length === 0) this.logToStderr('there are no such watermarks here')
    const rows = watermarks.map(({job, set, step, value, at, run}) => [
      job,
      Object.keys(set).length === 0 ? '' : JSON.stringify(set),
      step,
      typeof value === 'string' ? value : JSON.stringify(value),
      `${at.slice(0, 19)}Z`,
      run ?? 'set-state',
    ])
    return {
      document: {status: 'success', exit_code: 0, watermarks, warnings: [], errors: []},
      text: rows.length === 0 ? '' : renderTable(columns, rows, tableOptions()),
    }
  }
}
