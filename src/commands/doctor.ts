import {resolve} from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {visibleText} from '../cli/preview/visible-text.js'
import {exitCodes} from '../errors/exit-codes.js'
import type {Finding} from '../sdk/doctor/finding.js'

export default class Doctor extends BaseCommand {
  static override summary = 'Look at all that a run needs: Node, registry, mods, folders, disk, environment, a job.'
  static override description = `Nothing that stays is written, and no network is asked. With --as-scheduler the same is looked at as cron or Autosys
would have it: without the variables of this shell, from /, without stdin.

Exit codes: 0 all is well; 10 something is worth a look; 20 something keeps runs from working; 2 usage.`
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor daily_etl.yaml --as-scheduler']
  static override args = {job: Args.string({description: 'A job that is to run here.'})}
  static override flags = {
    'as-scheduler': Flags.boolean({description: 'With an empty environment, from /, without stdin.'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(Doctor)
    const findings = flags['as-scheduler']
      ? await asScheduler(args.job, flags.registry)
      : await (
          await import('../sdk/doctor/doctor.js')
        ).doctor({
          job: args.job,
          registry: flags.registry,
          env: process.env,
          cwd: process.cwd(),
        })
    const has = (status: Finding['status']) => findings.some((one) => one.status === status)
    const exitCode = has('problem') ? 20 : has('warning') ? exitCodes.warning : exitCodes.success
    const status = has('problem') ? 'error' : has('warning') ? 'warning' : 'success'
    return {
      document: {status, exit_code: exitCode, findings, warnings: [], errors: []},
      text: findings.flatMap(linesOf).join('\n'),
      exitCode,
    }
  }
}

async function asScheduler(job: string | undefined, registry: string | undefined): Promise<readonly Finding[]> {
  const {runAsScheduler} = await import('../node/run-as-scheduler.js')
  const more = [
    ...(job === undefined ? [] : [resolve(job)]),
    ...(registry === undefined ? [] : ['--registry', resolve(registry)]),
  ]
  const {findings} = JSON.parse(await runAsScheduler(['doctor', '--json', ...more])) as {findings: readonly Finding[]} // our own form
  return findings
}

const marks = {ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM '} as const

function linesOf({about, status, found, fix}: Finding): readonly string[] {
  const line = `${marks[status]} ${about}: ${visibleText(found)}`
  return fix === undefined ? [line] : [line, `          ${visibleText(fix)}`]
}
