import {expect} from 'chai'
import {execFileSync, spawn} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {orphansOf, signalled, trySignal} from './signalled.js'

const mods = {
  waits: {
    config_schema: {type: 'object', properties: {seconds: {type: 'number'}}},
    code: `export async function run({seconds = 60}, {logger, result}) {
      logger.info('begins')
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      return result.success()
    }`,
  },
  heeds: {
    code: `export async function run(_, {logger, result, signal}) {
      logger.info('begins')
      while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20))
      return result.success()
    }`,
  },
  spins: {code: `export function run(_, {logger}) { logger.info('begins'); for (;;) {} }`},
  endless: {
    code: `export async function run(_, {data, logger, result}) {
      logger.info('begins')
      await (await data.sql('SELECT count(*) AS n FROM range(10000000000) a, range(1000) b WHERE a.range + b.range = -1', {})).rows()
      return result.success()
    }`,
  },
}

describe('Signals and time', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const job = (step: string) => project.write('job.yaml', `mods:\n  x: {${step}}\n`)

  cell('a second signal ends it at once; one that arrives twice at once is one', async (tally) => {
    const file = await job('_type: waits')
    for (const signal of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).slice(0, share(1, 3))) {
      await trySignal(tally, `${signal} twice`, async () => {
        const ended = await signalled(['run-job', file], {signal, afterMs: 100, text: 'begins', againMs: 600})
        expect([ended.code, ended.killedBy]).to.deep.equal([null, signal])
        expect(ended.ms).to.be.below(1500)
        return ended
      })
      await trySignal(tally, `${signal} handed on`, async () => {
        const ended = await signalled(['run-job', file], {signal, afterMs: 100, text: 'begins', againMs: 30})
        expect(ended.code, ended.stderr).to.equal(50)
        return ended
      })
    }
  })

  cell('a mod that is deaf, heeds, queries, or spins in a process of its own', async (tally) => {
    const steps = [
      '_type: waits',
      '_type: heeds',
      '_type: endless',
      '_type: spins, _isolate: true',
      '_type: endless, _isolate: true',
    ]
    for (const [index, step] of steps.entries())
      for (const signal of (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).slice(0, share(1, 3)))
        await trySignal(tally, `${step}: ${signal}`, async () => {
          const file = await job(step)
          const args = index % 2 === 0 ? ['run-job', file, '--json'] : ['run-mod', 'x', '--params', file, '--json']
          const ended = await signalled(args, {signal, afterMs: 300, text: 'begins', toGroup: index % 2 === 1})
          expect(ended.code, ended.stderr).to.equal(50)
          expect((JSON.parse(ended.stdout) as JobResult | Result).exit_code).to.equal(50)
          return ended
        })
  })

  cell("a timeout of the job, and a mod's own: in JavaScript, in SQL, spinning, apart", async (tally) => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['_type: waits, _timeout: 1', []],
      ['_type: endless, _timeout: 1', []],
      ['_type: spins, _timeout: 1', []],
      ['_type: endless, _timeout: 1, _isolate: true', []],
      ['_type: waits', ['--timeout', '1s']],
      ['_type: endless', ['--timeout', '1s']],
      ['_type: spins, _isolate: true', ['--timeout', '1s']],
    ]
    for (const [step, more] of cases.filter((_, index) => index % share(3, 1) === 1 % share(3, 1)))
      await tally.try(`${step} ${more.join(' ')}`, async () => {
        const {code, stdout, stderr} = await runDatapy(['run-job', await job(step), '--json', ...more])
        expect(code, stderr).to.equal(40)
        const {mods: results, errors} = JSON.parse(stdout) as JobResult
        expect(errors.map((error) => error.code)).to.deep.equal(['timed_out'])
        // Its time, and what a mod has to react to its signal.
        expect((results['x'] as Result).execution_time).to.be.within(0.9, 5)
      })
  })

  cell('stopped by SIGSTOP for longer than a timeout, and for longer than it takes to be missed', async (tally) => {
    const pausedFor = async (step: string) => {
      const file = await job(step)
      return await runDatapy(['run-job', file, '--json'], {
        onStart(child) {
          child.stderr?.once('data', () => {
            child.kill('SIGSTOP')
            setTimeout(() => child.kill('SIGCONT'), 2500)
          })
        },
      })
    }
    await tally.try('with a timeout that is over meanwhile', async () => {
      const {code, stderr} = await pausedFor('_type: waits, _timeout: 2')
      expect(code, stderr).to.equal(40)
    })
    for (const step of ['_type: waits, seconds: 1, _isolate: true', '_type: waits, seconds: 1'].slice(0, share(1, 2)))
      await tally.try(step, async () => {
        const {code, stderr} = await pausedFor(step)
        expect(code, stderr).to.equal(0)
      })
  })

  cell('SIGKILL to datapy alone: what it started goes with it', async (tally) => {
    const file = await job('_type: spins, _isolate: true')
    await tally.try('a mod in a process of its own', async () => {
      const ended = await signalled(['run-job', file], {signal: 'SIGKILL', afterMs: 300, text: 'begins'})
      expect([ended.killedBy, ended.orphans]).to.deep.equal(['SIGKILL', []])
    })
  })

  cell('a hangup that nohup, or a shell, wants to be ignored; and one that it does not', async (tally) => {
    if (process.platform !== 'linux') tally.skip('/proc tells what a parent ignores')
    const file = await job('_type: waits, seconds: 2')
    const words = [process.execPath, datapyBin, 'run-job', file, '--json'].map((word) => `'${word}'`).join(' ')
    const ways: readonly (readonly [string, string, number])[] = [
      ['bash', `nohup ${words} & wait $!`, 0],
      ['sh', `trap '' HUP; ${words}; exit $?`, 0],
      ['bash', `${words} & wait $!`, 50],
    ]
    for (const [shell, script, expected] of ways)
      await tally.try(`${shell} -c '${script.replace(words, 'datapy run-job')}'`, async () => {
        const mark = `hangup-${String(performance.now())}`
        const child = spawn(shell, ['-c', script], {
          cwd: project.folder,
          env: {...process.env, _: '', DATAPY_TEST_MARK: mark},
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let text = ''
        child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more))
        child.stderr.once('data', () => {
          void datapyOf(mark).then((pid) => process.kill(pid, 'SIGHUP'))
        })
        const code = await new Promise((resolve) => child.on('close', resolve))
        expect([code, (JSON.parse(text) as JobResult).exit_code]).to.deep.equal([expected, expected])
        expect(await orphansOf(mark)).to.deep.equal([])
      })
  })

  cell('Ctrl-C on a terminal', async (tally) => {
    if (!hasScript()) tally.skip('there is no script(1) here to make a terminal')
    for (const step of ['_type: waits', '_type: spins, _isolate: true'].slice(0, share(1, 2)))
      await tally.try(step, async () => {
        const file = await job(step)
        const words = `'${process.execPath}' '${datapyBin}' run-job '${file}' --log-level info; echo "ended with $?"`
        // The keystroke comes through the terminal, which turns it into SIGINT for all that runs there.
        const child = spawn('script', ['-qefc', words, '/dev/null'], {
          stdio: ['pipe', 'pipe', 'ignore'],
          env: {...process.env, SHELL: '/bin/bash'},
        })
        let text = ''
        let pressedAt = 0
        child.stdout.setEncoding('utf8').on('data', (more: string) => {
          text += more
          if (pressedAt > 0 || !text.includes('begins')) return
          pressedAt = performance.now()
          child.stdin.write('\u0003')
        })
        await new Promise((resolve) => child.on('close', resolve))
        expect(performance.now() - pressedAt).to.be.below(4000)
        expect(text).to.match(/DATAPY_RESULT status=error exit_code=50/)
      })
  })
})

/** The datapy among the processes that have a mark in their environment. */
async function datapyOf(mark: string): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    for (const pid of execFileSync('ps', ['-eo', 'pid=']).toString().split('\n').map(Number)) {
      const [line, environment] = await Promise.all(
        ['cmdline', 'environ'].map((name) => readFile(`/proc/${String(pid)}/${name}`, 'utf8').catch(() => '')),
      )
      if (environment?.includes(mark) === true && line?.startsWith(`${process.execPath}\0`) === true) return pid
    }
    await wait(50)
  }
  throw new Error('datapy does not run')
}

function hasScript(): boolean {
  try {
    execFileSync('script', ['--version'], {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
}
