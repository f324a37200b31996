import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {renderTable} from '../cli/render/table.js'
import {tableOptions} from '../cli/table-options.js'
import {bytesText} from '../data/amounts.js'

const columns = [{name: 'RUN', fit: 'keep'}, {name: 'JOB'}, {name: 'STARTED'}, {name: 'SIZE', align: 'right'}] as const

export default class PruneRuns extends BaseCommand {
  static override summary = 'Remove old runs, with the tables that they kept.'
  static override description = `The latest run of each job stays, and its latest that succeeded; so do those that are being worked on.
A run whose record cannot be read stays, with a warning.

Exit codes: 0; 2 usage.`
  static override examples = [
    '<%= config.bin %> prune-runs --keep 10 --dry-run',
    '<%= config.bin %> prune-runs daily_etl.yaml --older-than 30d',
  ]
  static override args = {job: Args.string({description: 'Only runs of this job: its file or its name.'})}
  static override flags = {
    keep: Flags.integer({description: 'So many of each job stay, the newest.', min: 0}),
    'older-than': Flags.string({description: 'Only runs that began before then.', helpValue: '2026-11-01|12h|30d'}),
    'dry-run': Flags.boolean({description: 'Say what would be removed, and remove nothing.'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(PruneRuns)
    const {pruneRuns} = await import('../sdk/runs/prune-runs.js')
    const spec = {job: args.job, keep: flags.keep, olderThan: flags['older-than'], dryRun: flags['dry-run']}
    const {pruned: runs, warnings} = await pruneRuns({...spec, cwd: process.cwd(), env: process.env, now: new Date()})
    const bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
    this.logToStderr(`${String(runs.length)} run(s), ${bytesText(bytes)}${flags['dry-run'] ? ' would go' : ' removed'}`)
    const rows = runs.map(({run_id: id, job, started, bytes: size}) => [id, job, `${started.slice(0, 19)}Z`, bytesText(size)])
    return {
      document: {status: 'success', exit_code: 0, dry_run: flags['dry-run'], runs, bytes, warnings, errors: []},
      text: runs.length === 0 ? '' : renderTable(columns, rows, tableOptions()),
      problems: drawnAs('warning', warnings),
    }
  }
}
