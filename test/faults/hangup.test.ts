import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult} from '../../src/model/result.js'
import {datapyBin} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {orphansOf} from './signalled.js'

const mods = {
  waits: {
    config_schema: {type: 'object', properties: {seconds: {type: 'number'}}},
    code: `export async function run({seconds = 60}, {logger, result}) {
      logger.info('begins')
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      return result.success()
    }`,
  },
  spins: {code: `export function run(_, {logger}) { logger.info('begins'); for (;;) {} }`},
}

describe('Signals and time', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const job = (step: string) => project.write('job.yaml', `mods:\n  x: {${step}}\n`)

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
    if (!existsSync('/usr/bin/script')) tally.skip('there is no script(1) here to make a terminal')
    for (const step of ['_type: waits', '_type: spins, _isolate: true'].slice(0, share(1, 2)))
      await tally.try(step, async () => {
        const file = await job(step)
        const words = `'${process.execPath}' '${datapyBin}' run-job '${file}' --log-level info; echo "ended with $?"`
        // The keystroke comes through the terminal, which turns it into SIGINT for all that runs there.
        const child = spawn('/usr/bin/script', ['-qefc', words, '/dev/null'], {
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
    for (const pid of (await readdir('/proc')).map(Number).filter(Boolean)) {
      const [line, environment] = await Promise.all(
        ['cmdline', 'environ'].map((name) => readFile(`/proc/${String(pid)}/${name}`, 'utf8').catch(() => '')),
      )
      if (environment?.includes(mark) === true && line?.startsWith(`${process.execPath}\0`) === true) return pid
    }
    await wait(50)
  }
  throw new Error('datapy does not run')
}
