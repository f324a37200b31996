import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {renderPreview} from '../cli/preview/render-preview.js'
import {sourceArgs, sourceFlags, sourceOptions} from '../cli/preview/source-flags.js'
import {hasColor} from '../cli/preview/has-color.js'
import {liveRunSettings} from '../cli/run-settings.js'
import {tableOptions} from '../cli/table-options.js'

export default class Preview extends BaseCommand {
  static override summary = 'Show the first rows of a file, or of what a step of a job gives.'
  static override description = `Reads no more of a file than is needed. Of a job, the step and those it needs are run; what they write is thrown away.
On a terminal the table fits it. Without one it is tab-separated and nothing is cut: a line of names, one of types, the rows.
How many rows there are is told on stderr, and only where that is known.

Exit codes: 0 also when rows cannot be read and are left out; 20 there is no such file, column or step; 30 reading failed; 2 usage.`
  static override examples = [
    '<%= config.bin %> preview customers.csv',
    '<%= config.bin %> preview orders.parquet --rows 50 --columns id,amount',
    '<%= config.bin %> preview daily_etl.yaml --step clean_customers --json',
  ]
  static override args = sourceArgs
  static override flags = {
    ...sourceFlags,
    rows: Flags.integer({char: 'n', description: 'How many rows to show.', default: 10, min: 0, max: 100_000, helpValue: 'N'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(Preview)
    const {previewSource} = await import('../sdk/preview.js')
    const settings = liveRunSettings({...flags, quiet: false})
    const {document, notes} = await previewSource(args.source, {...sourceOptions(flags), rows: flags.rows}, settings)
    const {table, summary} = renderPreview(document, {...tableOptions(), color: hasColor(process.stdout)})
    for (const note of notes) this.logToStderr(note)
    if (!flags.json && !process.stdout.isTTY) this.logToStderr(summary)
    return {
      document,
      text: process.stdout.isTTY ? `${table}\n${summary}` : table,
      problems: drawnAs('warning', document.warnings),
    }
  }
}
