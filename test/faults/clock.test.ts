import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {mkdir, readdir, readFile, stat, utimes, writeFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {fakeTime, setClock} from './fake-clock.js'

const mods = {
  waits: {
    interface: {output_ports: ['data']},
    config_schema: {type: 'object', properties: {seconds: {type: 'number'}}},
    code: `export async function run({seconds = 0}, {logger, result}) {
      logger.info('begins')
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      result.addArtifact('data', [{n: 1}])
      return result.success()
    }`,
  },
  fails: {code: `export function run() { throw new Error('not yet') }`},
}

describe('Concurrency', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  /** Runs `datapy` with the clock so far off; it jumps by `jump` when its first mod begins. Timers go by the true one. */
  async function at(library: string, offset: string, args: readonly string[], jump?: string) {
    const file = await project.write('clock', offset)
    const env = {
      ...process.env,
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
    return await runDatapy(args, {
      cwd: project.folder,
      env,
      onStart(child) {
        child.stderr?.on('data', (text: string) => {
          if (jump !== undefined && text.includes('begins')) setClock(file, jump)
        })
      },
    })
  }
  const jobOf = ({stdout}: {readonly stdout: string}) => JSON.parse(stdout) as JobResult
  const runs = async () =>
    (
      JSON.parse((await runDatapy(['list-runs', '--json'], {cwd: project.folder})).stdout) as {
        runs: {run_id: string; seconds: number}[]
      }
    ).runs

  cell('a clock that jumps while a job runs: times, timeouts, the record', async (tally) => {
    const library = await fakeTime(tally)
    const jumps = [
      ['+0d', '-2d'],
      ['+0d', '+2d'],
      ['-30d', '+30d'],
      ['+3650d', '+0d'],
    ].slice(share(1, 0), share(2, 4)) as [string, string][]
    for (const [from, to] of jumps) {
      await tally.try(`${from} to ${to}`, async () => {
        const file = await project.write('job.yaml', 'mods:\n  x: {_type: waits, seconds: 1, _timeout: 30}\n')
        const ended = await at(library, from, ['run-job', file, '--json', '--restart'], to)
        expect(ended.code, ended.stderr).to.equal(0)
        const {
          execution_time: seconds,
          run_id: id,
          mods: {x},
        } = jobOf(ended)
        expect(seconds).to.be.within(1, 20)
        expect((x as Result).execution_time).to.be.within(1, 20)
        const all = await runs()
        expect(all.find(({run_id: one}) => one === id)?.seconds).to.be.at.least(0)
        const report = await runDatapy(['report-run', id, '-o', project.path('run.html')], {cwd: project.folder})
        expect(report.code, report.stderr).to.equal(0)
        expect(await readFile(project.path('run.html'), 'utf8')).not.to.match(/-\d+(\.\d+)? ?(s|min|h)\b/)
      })
      await tally.try(`a timeout, ${from} to ${to}`, async () => {
        const file = await project.write('late.yaml', 'mods:\n  x: {_type: waits, seconds: 60, _timeout: 1}\n')
        const ended = await at(library, from, ['run-job', file, '--json'], to)
        expect(ended.code, ended.stderr).to.equal(40)
        expect((jobOf(ended).mods['x'] as Result).execution_time).to.be.within(0.9, 5)
      })
    }
  })

  cell('a clock that jumps between runs: what is gone on with, pruned, cleared', async (tally) => {
    const library = await fakeTime(tally)
    const offsets = ['+0d', '-400d', '+400d', '-1d'].slice(0, share(2, 4))
    const fails = 'mods:\n  x: {_type: waits}\n  y: {_type: fails, _depends_on: x}\n'
    const ids = new Set<string>()
    for (const [index, offset] of offsets.entries())
      await tally.try(`goes on where it stopped, ${offset}`, async () => {
        const file = await project.write('job.yaml', fails)
        const failed = await at(library, offset, ['run-job', file, '--json', '--restart'])
        expect(failed.code, failed.stderr).to.equal(30)
        ids.add(jobOf(failed).run_id)
        expect(ids.size).to.equal(index + 1)
        // Whatever the clock says now, it is the latest run that is gone on with, and that no pruning takes.
        const pruned = await at(library, '+800d', ['prune-runs', '--keep', '0', '--older-than', '1d', '--json'])
        expect(pruned.code, pruned.stderr).to.equal(0)
        const again = await at(library, '-800d', ['run-job', file, '--json'])
        expect(jobOf(again).run_id).to.equal(jobOf(failed).run_id)
        expect(jobOf(again).mods['x']).to.include({reused: true})
      })
    await tally.try('logs that only look old stay', async () => {
      await project.write('project_defaults.yaml', 'logging: {base_path: logs, retention_days: 7}\n')
      const file = await project.write('logged.yaml', 'mods:\n  x: {_type: waits}\n')
      for (const offset of ['-2d', '-1d', '+0d', '+3650d'])
        expect((await at(library, offset, ['run-job', file])).code).to.equal(0)
      expect(await readdir(project.path('logs'))).to.have.length(4)
    })
  })

  cell(
    'a lock held under a clock that is wrong: nobody takes it, here or from another host',
    async (tally) => {
      const library = await fakeTime(tally)
      const file = await project.write('job.yaml', 'mods:\n  x: {_type: waits, seconds: 26}\n')
      await tally.try('an hour slow', async () => {
        const running = at(library, '-1h', ['run-job', file, '--json'])
        await wait(24_000)
        const [identity = ''] = await readdir(project.path('.datapy/jobs'))
        const lock = project.path(`.datapy/jobs/${identity}/job.lock`)
        // Another host compares with the clock of the files, on which a sign of life has to be recent.
        expect(Date.now() - (await stat(lock)).mtimeMs).to.be.within(-2000, 60_000)
        const second = await at(library, '+1h', ['run-job', file, '--json'])
        expect(second.code, second.stderr).to.equal(60)
        expect((await running).code).to.equal(0)
      })
      await tally.try('what a process of another host has staged', async () => {
        const list = project.path('.datapy/live/1-0123abcd.jsonl')
        await mkdir(project.path('.datapy/live'), {recursive: true})
        const owner = {pid: 1, host: 'other', space: 'x', start: 'x'}
        const staged = {target: project.path('out.csv'), mark: '0123abcd'}
        await writeFile(list, `${JSON.stringify(owner)}\n${JSON.stringify(staged)}\n`)
        await utimes(list, new Date(), new Date())
        const quick = await project.write('quick.yaml', 'mods:\n  x: {_type: waits}\n')
        expect((await at(library, '+30d', ['run-job', quick])).code).to.equal(0)
        if (!existsSync(list)) tally.lost('its list')
      })
    },
    {quick: false},
  )
})
