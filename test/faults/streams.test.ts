import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult} from '../../src/model/result.js'
import {datapyBin} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {signalled, trySignal} from './signalled.js'

const mods = {
  quick: {
    config_schema: {type: 'object', properties: {rows: {type: 'integer'}}},
    interface: {output_ports: ['data'] as string[]},
    code: `export async function run({rows = 3}, {data, logger, result}) {
      for (let line = 0; line < 50; line += 1) logger.info('line ' + line)
      result.addArtifact('data', await data.sql('SELECT range AS n FROM range(' + rows + ')', {}))
      return result.success()
    }`,
  },
  chatty: {
    code: `export async function run(_, {logger, result, signal}) {
      for (let line = 0; line < 3000; line += 1) logger.info('a line that is long enough to fill a pipe soon, ' + line)
      logger.info('begins')
      while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20))
      return result.success()
    }`,
  },
  noted: {
    code: `export function run(_, {result}) { result.addMetric('text', 'x'.repeat(400_000)); return result.success() }`,
  },
}

describe('Signals and time', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
    await project.write('job.yaml', 'mods:\n  a: {_type: quick}\n')
    await project.write('long.csv', `n,word\n${'1,some text\n'.repeat(20_000)}`)
    await project.write(
      'script.ts',
      "import {runMod} from 'datapy'\nawait runMod('quick', {rows: 2}, 'a')\nconsole.log('x\\n'.repeat(50_000))\n",
    )
  })
  afterEach(() => project.remove())

  /** Commands of every kind; what stdout gets of each is more than a line. */
  const commands = (): readonly (readonly string[])[] => [
    ['list-registry'],
    ['list-registry', '--json'],
    ['mod-info', 'quick'],
    ['mod-info', 'quick', '--json'],
    ['preview', project.path('long.csv'), '--rows', '20000'],
    ['preview', project.path('long.csv'), '--rows', '20000', '--json'],
    ['run-job', project.path('job.yaml')],
    ['run-job', project.path('job.yaml'), '--json'],
    ['run-mod', 'a', '--params', project.path('job.yaml'), '--json'],
    ['run-script', project.path('script.ts')],
    ['validate-job', project.path('job.yaml')],
    ['plan-job', project.path('job.yaml')],
    ['list-runs'],
    ['help'],
    ['--version'],
  ]
  /** Of these, each second or third in turns: a process costs the quick share a good part of a second. */
  const some = (of: number, first: number) =>
    [...commands().entries()].filter(([index]) => index % share(of, 1) === first % share(of, 1))

  /** `datapy` as a shell runs it, with these redirections; its exit code comes by fd 3. */
  async function inShell(args: readonly string[], rest: string) {
    const words = [process.execPath, datapyBin, ...args].map((word) => `'${word}'`).join(' ')
    const child = spawn('sh', ['-c', `{ ${words}; echo $? >&3; } ${rest}`], {
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    const out = {stdout: '', stderr: '', told: ''}
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (out.stderr += text))
    const told = child.stdio[3]
    if (told !== null && told !== undefined && 'setEncoding' in told)
      told.setEncoding('utf8').on('data', (text: string) => (out.told += text))
    await new Promise((resolve) => child.on('close', resolve))
    return {...out, code: out.told === '' ? Number.NaN : Number(out.told)}
  }

  /** Nothing that looks like a fault of DataPy's or of a mod's. */
  const expectCalm = (stderr: string) => {
    expect(stderr).not.to.match(/error\[|EPIPE|ERR_|at .*\.js:\d/)
  }

  cell('a reader that leaves early: head -1, true', async (tally) => {
    for (const [index, args] of some(3, 0))
      for (const reader of share(1, 2) === 1 ? [index % 2 === 0 ? 'head -1' : 'true'] : ['head -1', 'true'])
        await tally.try(`${args.join(' ')} | ${reader}`, async () => {
          const {code, stderr} = await inShell(args, `| ${reader}`)
          expect(code, stderr).to.equal(0)
          expectCalm(stderr)
        })
  })

  cell('stdin, stdout and stderr closed, each and all', async (tally) => {
    const closings = ['<&-', '>&-', '2>&-', '<&- >&- 2>&-']
    for (const [index, args] of some(3, 1))
      for (const [at, closing] of closings.entries()) {
        if (share(1, 2) === 1 && at !== index % closings.length) continue
        await tally.try(`${args.join(' ')} ${closing}`, async () => {
          const {code, stderr} = await inShell(args, closing)
          expect(code, stderr).to.equal(0)
          expectCalm(stderr)
        })
      }
    // What ran without any stream is written down all the same.
    expect(existsSync(project.path('.datapy/runs'))).to.equal(true)
  })

  cell('stdout on a full disk: /dev/full', async (tally) => {
    if (!existsSync('/dev/full')) tally.skip('there is no /dev/full here')
    for (const [, args] of some(4, 3)) {
      await tally.try(`${args.join(' ')} >/dev/full`, async () => {
        const {code, stderr} = await inShell(args, '>/dev/full')
        expect(code, stderr).to.equal(30)
        expect(stderr.match(/error\[/g), stderr).to.have.length(1)
        expect(stderr).to.include('error[output_lost]: stdout did not take the answer')
      })
      await tally.try(`${args.join(' ')} 2>/dev/full`, async () => {
        expect((await inShell(args, '2>/dev/full')).code).to.equal(0)
      })
    }
  })

  cell('a full pipe that nobody reads, and a signal', async (tally) => {
    await project.write('chatty.yaml', 'mods:\n  x: {_type: chatty}\n')
    await project.write('noted.yaml', 'mods:\n  x: {_type: noted}\n')
    const kinds: readonly (readonly [string, readonly string[]])[] = [
      ['stderr is full while a mod runs', ['run-job', project.path('chatty.yaml')]],
      ['stdout is full of the answer', ['run-job', project.path('noted.yaml'), '--json']],
      ['stdout is full of rows', ['preview', project.path('long.csv'), '--rows', '20000', '--json']],
    ]
    for (const [what, args] of kinds.slice(0, share(2, 3)))
      for (const signal of (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).slice(0, share(1, 3)))
        await trySignal(tally, `${what}: ${signal}`, async () => {
          const ended = await signalled(args, {signal, afterMs: share(2000, 4000)}, {unread: true})
          expect(ended.code, ended.stderr).to.equal(50)
          return ended
        })
  })

  cell('a full pipe that nobody reads, and a timeout: the record is written in time', async (tally) => {
    await project.write('chatty.yaml', 'mods:\n  x: {_type: chatty, _timeout: 1}\n  y: {_type: noted}\n')
    await tally.try('run-job', async () => {
      const child = spawn(process.execPath, [datapyBin, 'run-job', project.path('chatty.yaml'), '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
      for (let tries = 0; ; tries += 1) {
        const {stdout} = await inShell(['list-runs', '--json'], '')
        const [run] = (JSON.parse(stdout) as {runs: {run_id: string; status: string}[]}).runs
        if (run?.status === 'error') break
        expect(tries).to.be.below(40)
        await wait(250)
      }
      let text = ''
      child.stderr.resume()
      child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more))
      expect(await ended).to.equal(40)
      const document = JSON.parse(text) as JobResult
      expect([document.exit_code, document.mods['y']?.status]).to.deep.equal([40, 'success'])
      const result = await readFile(project.path(`.datapy/runs/${document.run_id}/result.json`), 'utf8')
      expect(JSON.parse(result)).to.deep.equal(document)
    })
  })
})
