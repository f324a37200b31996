import {expect} from 'chai'
import type {ChildProcess} from 'node:child_process'
import {readdir, readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const data = {input_ports: ['data'], output_ports: ['data'], globals_produced: ['n']}
const ported = {type: 'object', required: ['data'], properties: {data: {}}}

const mods = {
  numbers: {
    category: 'sources',
    interface: {output_ports: ['data']},
    code: `export function run(_, {result}) {
      result.addArtifact('data', [{n: 1, name: 'a'}, {n: 2, name: 'b'}])
      return result.success()
    }`,
  },
  doubles: {
    interface: {...data, row_balance: true},
    config_schema: {
      ...ported,
      properties: {data: {}, file_path: {type: 'string', format: 'output-file'}, secret: {type: 'string'}},
    },
    code: `export async function run({data: table, file_path: path, secret}, {data, logger, progress, result}) {
      console.log('pid ' + process.pid + ' ' + (secret ?? ''))
      progress(1, 2)
      logger.info('doubles', {of: 2})
      const doubled = await data.sql('SELECT n * 2 AS n, name FROM t', {t: table})
      if (path) await data.writeCsv(doubled, path)
      result.addMetric('rows_in', 2)
      result.addMetric('rows_out', 2)
      result.addArtifact('data', doubled)
      result.addGlobal('n', 2)
      result.addWarning('mind this')
      return result.warning()
    }`,
  },
  loops: {code: `export function run(_, {logger}) { logger.info('loops'); for (;;) {} }`},
  ignores: {code: `export async function run() { await new Promise((resolve) => setTimeout(resolve, 600_000)) }`},
  eats: {
    config_schema: {type: 'object', properties: {heap: {type: 'boolean'}}},
    code: `export async function run({heap}) {
      const held = []
      for (;;) {
        held.push(heap ? Array.from({length: 1e5}, (_, i) => ({i})) : Buffer.alloc(10_000_000, 1))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }`,
  },
  crashes: {
    code: `import {execFileSync} from 'node:child_process'
    export function run() { execFileSync('kill', ['-SEGV', String(process.pid)]); for (;;) {} }`,
  },
  spawns: {
    config_schema: {type: 'object', properties: {mark: {type: 'string'}}},
    code: `import {spawn} from 'node:child_process'
    export function run({mark}) {
      spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', mark], {stdio: 'ignore'}); for (;;) {}
    }`,
  },
  fails: {
    config_schema: {type: 'object', properties: {file_path: {type: 'string', format: 'output-file'}}},
    code: `export async function run({file_path: path}, {data, result}) {
      await data.writeCsv(await data.fromRows([{a: 1}]), path)
      result.addError('no', 30, {transient: true})
      return result.error()
    }`,
  },
}

describe('a mod in a process of its own', function () {
  this.timeout(60_000)
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const run = async (yaml: string, onStart: (child: ChildProcess) => void = () => undefined) => {
    const file = await project.write('job.yaml', yaml)
    const began = Date.now()
    const {code, stdout, stderr} = await runDatapy(['run-job', file, '--json'], {onStart})
    const document = (stdout === '' ? {} : JSON.parse(stdout)) as JobResult
    return {code, stderr, document, seconds: (Date.now() - began) / 1000}
  }
  const resultOf = (document: JobResult, name: string) => document.mods[name] as Result

  const chain = (options: string) => `globals: {password: "\${secret:env:APART_SECRET}"}
mods:
  a: {_type: numbers${options}}
  b: {_type: doubles, data: "\${a.data}", file_path: out.csv, secret: "\${password}"${options}}
  c: {_type: doubles, data: "\${b.data}", file_path: out2.csv${options}}
`

  it('comes to what it comes to in the process of the run, tables, files, metrics, warnings and log lines', async () => {
    process.env['APART_SECRET'] = 'hush-hush-hush'
    const comparable = ({mods: results}: JobResult) =>
      Object.entries(results).map(([name, result]) => {
        const text = JSON.stringify({...result, execution_time: 0, logs: {}})
        return [name, text.replaceAll(/"path":"[^"]*\/([^/"]*)"/g, '$1').replaceAll(/"bytes":\d+/g, '')]
      })
    const here = await run(chain(''))
    const files = [await readFile(project.path('out.csv'), 'utf8'), await readFile(project.path('out2.csv'), 'utf8')]
    const apart = await run(chain(', _isolate: true'))
    expect(apart.code, apart.stderr).to.equal(10)
    expect(comparable(apart.document)).to.deep.equal(comparable(here.document))
    expect([await readFile(project.path('out.csv'), 'utf8'), await readFile(project.path('out2.csv'), 'utf8')]).to.deep.equal(
      files,
    )
    const log = await readFile(apart.document.logs.log_file ?? '', 'utf8')
    expect(log)
      .to.include('"message":"doubles"')
      .and.match(/"message":"pid \d+ \*+"/)
    expect(log + apart.stderr).not.to.include('hush')
    const pids = [...log.matchAll(/pid (\d+)/g)].map(([, pid]) => pid)
    expect(new Set(pids).size).to.equal(2)
    expect(await readdir(project.path('.datapy/live'))).to.deep.equal([])
  })

  it('is taken over by the same command, as any other step is', async () => {
    const yaml = `${chain(', _isolate: true')}  d: {_type: fails, file_path: never.csv, _isolate: true, _retry: {attempts: 2, backoff: 10ms}}\n`
    const first = await run(yaml)
    expect([first.code, resultOf(first.document, 'd').attempts]).to.deep.equal([30, 2])
    const again = await run(yaml)
    expect(again.document.run_id).to.equal(first.document.run_id)
    expect(Object.entries(again.document.mods).map(([name, result]) => [name, 'reused' in result])).to.deep.equal([
      ['a', true],
      ['b', true],
      ['c', true],
      ['d', false],
    ])
    const names = await readdir(project.folder, {recursive: true})
    expect(names.filter((name) => /never|live\/.|data-[0-9a-f]{8}/.test(name))).to.deep.equal([])
  })

  it('hands its tables on also where they are not kept', async () => {
    const {code, document} = await run(chain(', _isolate: true, _checkpoint: false'))
    expect(code).to.equal(10)
    expect(resultOf(document, 'a').artifacts['data']).to.deep.equal({type: 'dataset', materialized: false})
    expect(await readFile(project.path('out2.csv'), 'utf8')).to.equal('n,name\n4,a\n8,b\n')
    const names = await readdir(project.path('.datapy'), {recursive: true})
    expect(names.filter((name) => name.endsWith('.parquet'))).to.deep.equal([])
  })

  it('that loops for ever is ended by its timeout, which for a mod of others is enough to get it a process', async () => {
    const ended = await run('mods:\n  x: {_type: loops, _timeout: 1}\n  y: {_type: numbers}\n')
    expect(ended.code, ended.stderr).to.equal(40)
    expect(ended.document.errors.map(({code}) => code)).to.deep.equal(['timed_out'])
    expect(ended.document.mods['y']).to.include({status: 'success'})
    expect(ended.seconds).to.be.below(8)
  })

  for (const type of ['loops', 'ignores'])
    it(`that ${type === 'loops' ? 'loops for ever' : 'ignores its signal'} is ended by SIGTERM within four seconds, with 50`, async () => {
      let signalled = 0
      const ended = await run(`mods:\n  x: {_type: ${type}, _isolate: true}\n`, (child) => {
        setTimeout(() => {
          signalled = Date.now()
          child.kill('SIGTERM')
        }, 1500)
      })
      expect(Date.now() - signalled).to.be.below(4000)
      expect(ended.code).to.equal(50)
    })

  for (const heap of [true, false])
    it(`that eats ${heap ? "JavaScript's memory" : 'memory outside of JavaScript'} is ended at its limit, and the others run`, async () => {
      const ended = await run(
        `mods:\n  x: {_type: eats, heap: ${String(heap)}, _isolate: {memory: 300MB}}\n  y: {_type: numbers}\n`,
      )
      expect(ended.code, ended.stderr).to.equal(30)
      expect(ended.document.errors).to.have.length(1)
      expect(ended.document.errors[0]).to.include({code: 'mod_out_of_memory'})
      expect(ended.document.errors[0]?.message).to.include('300 MB')
      expect(ended.document.mods['y']).to.include({status: 'success'})
    })

  it('that crashes is told of, and the others run', async () => {
    const {code, document} = await run('mods:\n  x: {_type: crashes, _isolate: true}\n  y: {_type: numbers}\n')
    expect([code, document.errors[0]?.code]).to.deep.equal([30, 'mod_died'])
    expect(document.errors[0]?.message).to.include('SIGSEGV')
    expect(document.mods['y']).to.include({status: 'success'})
  })

  it('goes with the run when that is killed, and all that it started', async function () {
    if (process.platform !== 'linux') this.skip() // /proc tells who lives
    const mark = `mark-${String(process.pid)}-${String(Date.now())}`
    await run(`mods:\n  x: {_type: spawns, mark: ${mark}, _isolate: true}\n`, (child) => {
      void (async () => {
        for (let tries = 0; tries < 100 && (await living(mark)).length < 1; tries += 1) await wait(100)
        child.kill('SIGKILL')
      })()
    })
    await wait(2000)
    expect(await living(mark)).to.deep.equal([])
  })

  it('is refused with a limit that is none', async () => {
    const {code, document} = await run('mods:\n  x: {_type: loops, _isolate: {memory: lots}}\n')
    expect([code, document.errors[0]?.code]).to.deep.equal([20, 'bad_job'])
    expect(document.errors[0]?.at).to.include({line: 2})
  })
})

/** The processes that have a text among their arguments. */
async function living(mark: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.split('\0').includes(mark))
}
