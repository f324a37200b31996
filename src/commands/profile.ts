import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {renderProfile} from '../cli/preview/render-profile.js'
import {sourceArgs, sourceFlags, sourceOptions} from '../cli/preview/source-flags.js'
import {liveRunSettings} from '../cli/run-settings.js'
import {tableOptions} from '../cli/table-options.js'

export default class Profile extends BaseCommand {
  static override summary = 'Describe every column of a file, or of what a step of a job gives.'
  static override description = `Reads the whole of it, in bounded memory: per column its type, nulls, distinct values (exact), least and greatest value,
mean, lengths of text and most frequent values; below, what is worth a look, such as leading zeros or text among numbers.
Of a job, the step and those it needs are run; what they write is thrown away.

Exit codes: 0 whatever is found; 20 there is no such file, column or step; 30 reading failed; 2 usage.`
  static override examples = [
    '<%= config.bin %> profile customers.csv',
    '<%= config.bin %> profile orders.parquet --columns id,amount --json',
    '<%= config.bin %> profile daily_etl.yaml --step clean_customers',
  ]
  static override args = sourceArgs
  static override flags = sourceFlags

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(Profile)
    const {profileSource} = await import('../sdk/profile.js')
    const settings = liveRunSettings({...flags, quiet: false})
    const {document, notes} = await profileSource(args.source, sourceOptions(flags), settings)
    const {text, summary} = renderProfile(document, tableOptions())
    for (const note of notes) this.logToStderr(note)
    if (!flags.json && !process.stdout.isTTY) this.logToStderr(summary)
    return {
      document,
      text: process.stdout.isTTY ? `${summary}\n${text}` : text,
      problems: drawnAs('warning', document.warnings),
    }
  }
}
