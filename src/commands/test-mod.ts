import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {signalOfProcess} from '../cli/signal-of-process.js'
import {renderConformance} from '../cli/render/conformance.js'
import type {Problem} from '../model/problem.js'
import type {Check} from '../sdk/conformance/report.js'

export default class TestMod extends BaseCommand {
  static override summary = 'Hold a mod to what every mod must keep.'
  static override description = `Any mod: one of yours or a stranger's, built TypeScript or plain JavaScript, registered or not. Its code runs in
processes apart, in temporary folders. The runs that it is checked with are those of its datapy-test.yaml, else such as
the examples of its schema suggest.

Exit codes: 0 it keeps all; 10 something could not be checked; 20 it does not; 50 stopped by a signal;
2 usage.`
  static override examples = [
    '<%= config.bin %> test-mod',
    '<%= config.bin %> test-mod node_modules/@acme/mod-geocoder --cases ./geocoder-cases.yaml --json',
  ]
  static override args = {
    dir: Args.string({description: "The package's folder.", default: '.'}),
  }
  static override flags = {
    cases: Flags.string({description: "Runs that succeed, in place of the package's own datapy-test.yaml.", helpValue: 'FILE'}),
    timeout: Flags.integer({description: 'Seconds that one run may take.', default: 60, min: 1, helpValue: 'SECONDS'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(TestMod)
    const {checkMod} = await import('../sdk/conformance/check-mod.js')
    const report = await checkMod(args.dir, {
      cases: flags.cases,
      timeoutMs: flags.timeout * 1000,
      signal: signalOfProcess(),
    })
    const {type, version, folder, checks} = report
    const errors = told(checks, 'failed', 'mod_not_conforming')
    const warnings = told(checks, 'not checked', 'not_checked')
    const exitCode = errors.length > 0 ? 20 : warnings.length > 0 ? 10 : 0
    const status = errors.length > 0 ? 'error' : warnings.length > 0 ? 'warning' : 'success'
    return {
      document: {status, exit_code: exitCode, type, version, folder, checks, warnings, errors},
      text: renderConformance(report),
      exitCode,
    }
  }
}

/** Everything found by the checks of a status, as problems. */
function told(checks: readonly Check[], status: Check['status'], code: string): readonly Problem[] {
  return checks
    .filter((one) => one.status === status)
    .flatMap(({check, found, fix}) =>
      found.map((one) => ({code, message: `${check}: ${one}`, ...(fix !== undefined && {hint: fix})})),
    )
}
