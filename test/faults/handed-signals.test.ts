import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {signalled, trySignal} from './signalled.js'

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
  begins_and_spins: {
    code: `import {writeFileSync} from 'node:fs'
      export function run() { writeFileSync(process.env.DATAPY_TEST_BEGUN, ''); for (;;) {} }`,
  },
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
    const all = [
      '_type: waits',
      '_type: heeds',
      '_type: endless',
      '_type: spins, _isolate: true',
      '_type: endless, _isolate: true',
    ]
    for (const [index, step] of all.slice(share(1, 0), share(4, 5)).entries())
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
    await tally.try('a mod that test-mod tries', async () => {
      const begun = project.path('begun')
      const when = (async () => {
        while (!existsSync(begun)) await wait(20)
      })()
      const args = ['test-mod', project.path('node_modules/test-mod-begins-and-spins')]
      const env = {...process.env, DATAPY_TEST_BEGUN: begun}
      const ended = await signalled(args, {signal: 'SIGKILL', afterMs: 100, when}, {env})
      expect([ended.killedBy, ended.orphans]).to.deep.equal(['SIGKILL', []])
    })
  })
})
