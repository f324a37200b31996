import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'

export default class ReportRun extends BaseCommand {
  static override summary = 'Write a report of a run: one HTML file that opens offline.'
  static override description = `It holds the graph, a time line, each step with its parameters, counts, files and problems, the first rows and a
profile of each table that was kept, and the end of the log. Secrets are hidden in it as everywhere.

Exit codes: 0; 20 there is no such run, or the file cannot be written; 2 usage.`
  static override examples = [
    '<%= config.bin %> report-run -o run.html',
    '<%= config.bin %> report-run daily_etl.yaml -o daily_etl.html',
  ]
  static override args = {
    run: Args.string({
      description: 'Its id or a part of it, or the file or name of a job for its latest run (else the latest of all).',
    }),
  }
  static override flags = {
    output: Flags.string({char: 'o', description: 'The file to write (else RUN_ID.html here); - for stdout.', helpValue: 'FILE'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ReportRun)
    const [{reportRun}, {renderReport}, {writeDocumentFile}] = await Promise.all([
      import('../sdk/runs/report-run.js'),
      import('../cli/render/report/report-page.js'),
      import('../node/write-document-file.js'),
    ])
    const report = await reportRun(args.run, process.cwd(), process.env)
    const {run_id: run, job, status, warnings} = report.run
    const page = renderReport(report)
    const document = {status: 'success', exit_code: 0, run_id: run, job, run_status: status, warnings, errors: []}
    const problems = drawnAs('warning', warnings)
    if (flags.output === '-') return {document: {...document, page}, text: page, problems}
    const file = await writeDocumentFile(flags.output ?? `${run}.html`, page)
    return {document: {...document, file}, text: file, problems}
  }
}
