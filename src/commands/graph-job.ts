import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'

export default class GraphJob extends BaseCommand {
  static override summary = 'Draw the graph of a job: as Mermaid, DOT or SVG.'
  static override description = 'Exit codes: 0; 20 the job cannot be read, or its mods wait for each other; 2 usage.'
  static override examples = [
    '<%= config.bin %> graph-job daily_etl.yaml',
    '<%= config.bin %> graph-job daily_etl.yaml --format svg -o daily_etl.svg',
  ]
  static override args = {job: Args.string({description: 'The job file, YAML.', required: true})}
  static override flags = {
    format: Flags.option({description: 'In which form.', options: ['mermaid', 'dot', 'svg'] as const, default: 'mermaid'})(),
    output: Flags.string({char: 'o', description: 'The file to write (else stdout).', helpValue: 'FILE'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(GraphJob)
    const [{jobGraph}, {renderDot, renderMermaid}, {renderSvg}] = await Promise.all([
      import('../sdk/job-graph.js'),
      import('../cli/render/graph/text-graphs.js'),
      import('../cli/render/graph/svg.js'),
    ])
    const steps = await jobGraph(args.job, flags.registry)
    const graph = {mermaid: renderMermaid, dot: renderDot, svg: (all: typeof steps) => renderSvg(all, {style: true})}[
      flags.format
    ](steps)
    const document = {status: 'success', exit_code: 0, steps, format: flags.format, graph, warnings: [], errors: []}
    if (flags.output === undefined) return {document, text: graph}
    const {writeDocumentFile} = await import('../node/write-document-file.js')
    const file = await writeDocumentFile(flags.output, `${graph}\n`)
    return {document: {...document, file}, text: file}
  }
}
