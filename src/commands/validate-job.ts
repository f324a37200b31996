import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {setFlags} from '../cli/flags.js'
import {ownPackage} from '../node/own-package.js'

export default class ValidateJob extends BaseCommand {
  static override strict = false
  static override summary = 'Check job files: all that a run checks before it runs.'
  static override description = `Nothing is run or written. A project_defaults.yaml among the files is checked for its form.

Exit codes: 0 all can run; 20 something keeps one from running; 2 usage.`
  static override examples = [
    '<%= config.bin %> validate-job daily_etl.yaml',
    '<%= config.bin %> validate-job "projects/**/*.yaml" --format sarif > jobs.sarif',
  ]
  static override args = {file: Args.string({description: 'Job files, or globs in quotes.', required: true})}
  static override flags = {
    ...setFlags,
    format: Flags.option({
      description: 'text: a line for each file, problems on stderr; sarif: SARIF 2.1.0; github: annotations of a workflow.',
      options: ['text', 'sarif', 'github', 'json'] as const,
      default: 'text',
    })(),
  }

  protected async answer(): Promise<Answer> {
    const {argv, flags} = await this.parse(ValidateJob)
    const {validateJobs} = await import('../sdk/validate-jobs.js')
    const document = await validateJobs(argv.map(String), {registry: flags.registry, set: flags.set ?? []})
    const {errors, files, exit_code: exitCode} = document
    const answer = {document, exitCode}
    if (flags.format === 'sarif') {
      const {renderSarif} = await import('../cli/render/problems/sarif.js')
      const sarif = renderSarif(errors, {folder: process.cwd(), version: ownPackage().version})
      return {...answer, text: JSON.stringify(sarif, null, 2)}
    }
    if (flags.format === 'github') {
      const {renderGithub} = await import('../cli/render/problems/github.js')
      return {...answer, text: renderGithub(errors, process.cwd())}
    }
    if (flags.format === 'json') return {...answer, text: JSON.stringify(document)}
    const lines = files.map(
      ({file, errors: own}) => `${file}\t${own.length === 0 ? 'valid' : `${String(own.length)} problem(s)`}`,
    )
    return {...answer, text: lines.join('\n'), problems: drawnAs('error', errors)}
  }
}
