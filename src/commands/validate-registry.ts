import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {renderRegistryProblems} from '../cli/render/registry-problems.js'
import {exitCodeOfAll} from '../errors/problem.js'

export default class ValidateRegistry extends BaseCommand {
  static override summary = 'Check every registered mod against the package it names.'
  static override description = `Each mod must be installed, import, have run, a valid schema and its dependencies, and be what its package declares.
Problems are listed one a line on stdout.

Exit codes: 0 all as it should be; 20 something is not; 2 usage.`
  static override examples = [
    '<%= config.bin %> validate-registry',
    '<%= config.bin %> validate-registry --registry ./registry.json --json',
  ]

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(ValidateRegistry)
    const report = await registryAccess(flags).validate()
    const {problems, ...checked} = report
    const exitCode = exitCodeOfAll(problems)
    return {
      document: {
        status: problems.length === 0 ? 'success' : 'error',
        exit_code: exitCode,
        ...checked,
        warnings: [],
        errors: problems,
      },
      text: renderRegistryProblems(report),
      exitCode,
    }
  }
}
