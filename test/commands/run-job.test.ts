import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {readFile, readdir} from 'node:fs/promises'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const mods = {
  rows: {
    category: 'sources',
    interface: {output_ports: ['data'], globals_produced: ['row_count']},
    config_schema: {type: 'object', properties: {count: {type: 'integer', default: 2}}},
    code: `export async function run({count}, {result}) {
      result.addMetric('rows_read', count)
      result.addArtifact('data', Array.from({length: count}, (_, i) => ({id: i + 1, name: 'n' + i})))
      result.addGlobal('row_count', count)
      return result.success()
    }`,
  },
  sink: {
    category: 'sinks',
    interface: {input_ports: ['data']},
    config_schema: {type: 'object', properties: {expected: {type: 'integer'}, note: {type: 'string'}}},
    code: `export async function run({data, expected, note}, {result}) {
      const rows = await data.rows()
      result.addMetric('rows_written', rows.length)
      result.addMetric('expected', expected ?? -1)
      result.addMetric('note', note ?? '')
      return result.success()
    }`,
  },
  fails: {
    code: `export async function run() { throw new Error('the disk is on fire', {cause: new Error('a spark')}) }`,
    interface: {output_ports: ['data']},
  },
  warns: {code: `export async function run(_, {result}) { result.addWarning('a bit odd', 'odd'); return result.warning() }`},
  exits: {code: `export async function run() { process.exit(0) }`},
  hangs: {code: `export function run() { return new Promise(() => {}) }`},
  talks: {
    code: `export async function run(_, {result}) { console.log('{"status":"success"}'); process.stdout.write('more\\n'); return result.success() }`,
  },
  lies: {
    code: `export async function run() { return {status: 'success', exit_code: 0, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: ['lost rows']} }`,
  },
  leaves: {
    code: `export async function run(_, {result}) { void Promise.reject(new Error('left behind')); return result.success() }`,
  },
  late: {
    code: `export async function run(_, {result}) { setTimeout(() => { throw new Error('after the end') }, 30); return result.success() }`,
  },
  holds: {code: `export async function run(_, {result}) { setInterval(() => {}, 1000); return result.success() }`},
  waits: {
    code: `export async function run(_, {result, signal}) { await new Promise((resolve, reject) => { const t = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(t); reject(signal.reason) }) }) }`,
  },
  deaf: {code: `export async function run() { await new Promise((resolve) => setTimeout(resolve, 60000)) }`},
  tells: {
    config_schema: {type: 'object', properties: {password: {type: 'string'}}},
    code: `export async function run({password}, {result, logger}) {
      logger.info('connecting with ' + password); console.log(password); result.addMetric('dsn', 'db://u:' + password + '@h'); result.addWarning('bad password ' + password)
      return result.warning() }`,
  },
}

describe('datapy run-job', function () {
  this.timeout(60_000)
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const run = async (yaml: string, ...flags: string[]) => runDatapy(['run-job', await project.write('job.yaml', yaml), ...flags])
  const runJson = async (yaml: string, ...flags: string[]) => {
    const ended = await run(yaml, '--json', ...flags)
    return {...ended, document: JSON.parse(ended.stdout) as JobResult}
  }

  it('runs mods in the order of their references, hands artifacts and globals on, and ends with 0', async () => {
    const {code, document} = await runJson(`mods:
  write: {_type: sink, data: "\${make.data}", expected: "\${make.globals.row_count}", note: "n=\${make.metrics.rows_read}"}
  make: {_type: rows, count: 3}
`)
    expect(code).to.equal(0)
    expect(document.status).to.equal('success')
    expect(Object.keys(document.mods)).to.deep.equal(['make', 'write'])
    expect(document.mods['write']).to.deep.include({metrics: {rows_written: 3, expected: 3, note: 'n=3'}})
    expect(document).to.have.all.keys(
      'status',
      'exit_code',
      'job',
      'run_id',
      'execution_time',
      'mods',
      'warnings',
      'errors',
      'logs',
    )
    expect(document.mods['make']).to.have.all.keys(
      'status',
      'exit_code',
      'execution_time',
      'metrics',
      'artifacts',
      'globals',
      'warnings',
      'errors',
      'logs',
    )
  })

  it('gives a table as a reference to a Parquet file that holds it', async () => {
    const {document} = await runJson('mods:\n  make: {_type: rows}\n')
    const made = document.mods['make']
    const reference =
      made?.status === 'skipped' ? undefined : (made?.artifacts['data'] as {path: string; rows: number; format: string})
    expect(reference).to.deep.include({format: 'parquet', rows: 2})
    expect((await readFile(reference?.path ?? '')).subarray(0, 4).toString()).to.equal('PAR1')
  })

  it('ends its text with one line that schedulers match', async () => {
    const {stdout, code} = await run('name: daily\nmods:\n  make: {_type: rows}\n  write: {_type: sink, data: "${make.data}"}\n')
    expect(code).to.equal(0)
    expect(stdout.trimEnd().split('\n').at(-1)).to.match(
      /^DATAPY_RESULT status=success exit_code=0 job=daily run_id=\S+ rows_in=2 rows_out=2 warnings=0 seconds=[\d.]+ log=\S+\.log result=\S+result\.json$/,
    )
  })

  it('says nothing of errors or failure on success', async () => {
    const {stdout, stderr} = await run('mods:\n  make: {_type: rows}\n')
    expect(stdout + stderr).not.to.match(/error|fail/i)
  })

  it('stops what depends on a mod that failed, runs the rest, and ends with 30', async () => {
    const {code, document} = await runJson(`mods:
  bad: {_type: fails}
  after: {_type: sink, data: "\${bad.data}"}
  last: {_type: talks, _depends_on: after}
  other: {_type: rows}
`)
    expect(code).to.equal(30)
    expect(document.mods['after']).to.deep.equal({status: 'skipped', reason: 'bad did not succeed'})
    expect(document.mods['last']).to.deep.equal({status: 'skipped', reason: 'after was skipped'})
    expect(document.mods['other']).to.include({status: 'success'})
    expect(document.errors).to.deep.equal([{code: 'mod_threw', message: 'the disk is on fire', hint: 'caused by: a spark'}])
  })

  it('ends with 10 after warnings, and as --warnings-as says', async () => {
    const yaml = 'mods:\n  w: {_type: warns}\n'
    const codes = [await run(yaml), await run(yaml, '--warnings-as', 'success'), await run(yaml, '--warnings-as=error')].map(
      ({code}) => code,
    )
    expect(codes).to.deep.equal([10, 0, 30])
  })

  const faults: readonly (readonly [string, string, string])[] = [
    ['exits', 'calls process.exit(0)', 'mod_exited'],
    ['hangs', 'waits for what can never come', 'mod_never_settled'],
    ['lies', 'says success and reports errors', 'bad_result'],
    ['leaves', 'leaves a rejection behind', 'mod_unhandled'],
  ]
  for (const [type, what, problem] of faults) {
    it(`is honest about a mod that ${what}`, async () => {
      const {code, document} = await runJson(`mods:\n  x: {_type: ${type}}\n  after: {_type: rows}\n`)
      expect(code).to.equal(30)
      expect(document.errors.map((error) => error.code)).to.include(problem)
      expect(document.mods['after']).to.include({status: 'success'})
      expect(document.mods['x']).to.have.nested.property('logs.mod_name', 'x')
    })
  }

  it('never ends with 0 when a mod throws after its end', async () => {
    const {code} = await run('mods:\n  x: {_type: late}\n  y: {_type: deaf, _timeout: 0.2}\n', '--warnings-as=success')
    expect(code).to.be.oneOf([30, 40])
  })

  it('ends although a mod left a timer running', async () => {
    const started = Date.now()
    const {code} = await run('mods:\n  x: {_type: holds}\n')
    expect(code).to.equal(0)
    expect(Date.now() - started).to.be.below(10_000)
  })

  it('keeps what a mod prints out of the answer, and has it in the log', async () => {
    const {stdout, document} = await runJson('mods:\n  x: {_type: talks}\n')
    expect(stdout.trimEnd().split('\n')).to.have.length(1)
    const log = await readFile(document.logs.log_file ?? '', 'utf8')
    const printed = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['stream'] === 'stdout')
    expect(printed.map(({message}) => message)).to.deep.equal(['{"status":"success"}', 'more'])
    expect(printed[0]).to.include({run_id: document.run_id, mod_name: 'x', level: 'info'})
  })

  it('ends with 40 when a mod, or the job, takes too long', async () => {
    const mod = await runJson('mods:\n  x: {_type: waits, _timeout: 0.2}\n')
    expect([mod.code, mod.document.errors[0]?.code]).to.deep.equal([40, 'timed_out'])
    const job = await runJson('timeout: 200ms\nmods:\n  x: {_type: waits}\n  y: {_type: rows, _depends_on: x}\n')
    expect(job.code).to.equal(40)
    expect(job.document.mods['y']).to.include({status: 'skipped'})
  })

  for (const [type, what] of [
    ['waits', 'heeds its signal'],
    ['deaf', 'is deaf to it'],
  ] as const) {
    it(`is stopped by SIGTERM within four seconds with 50 when its mod ${what}`, async () => {
      const file = await project.write('job.yaml', `mods:\n  x: {_type: ${type}}\n  y: {_type: rows, _depends_on: x}\n`)
      let signalled = 0
      const {code, stdout} = await runDatapy(['run-job', file, '--json', '--log-level', 'debug'], {
        onStart: (child) => {
          setTimeout(() => {
            signalled = Date.now()
            child.kill('SIGTERM')
          }, 2500)
        },
      })
      const document = JSON.parse(stdout) as JobResult
      expect(code).to.equal(50)
      expect(Date.now() - signalled).to.be.below(4000)
      expect(document.mods['x']).to.deep.include({status: 'error', exit_code: 50})
      expect(document.mods['y']).to.include({status: 'skipped'})
    })
  }

  it('hides a secret in everything that it writes', async () => {
    const secret = 'pa$$"w0rd/ü'
    const file = await project.write('job.yaml', 'mods:\n  x: {_type: tells, password: "${secret:env:THE_SECRET}"}\n')
    const {code, stdout, stderr} = await runDatapy(['run-job', file, '--log-level=debug'], {
      env: {...process.env, THE_SECRET: secret},
    })
    expect(code).to.equal(10)
    const written = await Promise.all(
      (await readdir(project.path('.datapy'), {recursive: true, withFileTypes: true}))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(`${entry.parentPath}/${entry.name}`, 'utf8')),
    )
    const everything = [stdout, stderr, ...written].join('\n')
    expect(written).to.have.length.above(2)
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      expect(everything).not.to.contain(form)
    }
    expect(stderr).to.contain('bad password ***')
  })

  it('tells every problem of a job at once, before anything runs, with 20', async () => {
    const {code, stderr, document} = await runJson(`mods:
  make: {_type: rows, cuont: 3, count: many}
  write: {_type: sink, data: "\${mak.data}"}
  what: {_type: rowz}
`)
    expect(code).to.equal(20)
    expect(document.errors.map((error) => error.code)).to.include.members(['unknown_param', 'invalid_param', 'unknown_mod_type'])
    expect(document.errors).to.have.length(4)
    expect(document.mods).to.deep.equal({})
    expect(stderr).to.contain('job.yaml:2:23')
    expect(stderr).to.contain('did you mean "count"?')
  })

  it('with --dry-run says where each value comes from, and writes nothing', async () => {
    const {code, stdout} = await run(
      'globals: {n: 4}\nmods:\n  make: {_type: rows, count: "${n}"}\n  write: {_type: sink, data: "${make.data}"}\n',
      '--dry-run',
    )
    expect(code).to.equal(0)
    expect(stdout).to.match(/count = 4 {3}# job \(.*job\.yaml:3\)/)
    expect(existsSync(project.path('.datapy'))).to.equal(false)
  })

  it('with --dry-run finds what a run would find', async () => {
    const yaml = 'mods:\n  make: {_type: rows, count: x}\n'
    const [dry, wet] = [await runJson(yaml, '--dry-run'), await runJson(yaml)]
    expect(dry.code).to.equal(20)
    expect(dry.document.errors).to.deep.equal(wet.document.errors)
  })

  it('gives the same document when the job file is not there', async () => {
    const ended = await runDatapy(['run-job', project.path('nowhere.yaml'), '--json'])
    const document = JSON.parse(ended.stdout) as JobResult
    expect(ended.code).to.equal(20)
    expect(document).to.include({status: 'error', exit_code: 20, job: 'nowhere'})
    expect(document.errors).to.have.length(1)
  })

  it('prints one JSON document for wrong usage too, with 2', async () => {
    for (const args of [
      ['run-job', '--json'],
      ['run-jbo', 'x', '--json'],
      ['run-job', 'x', '--nope', '--json'],
      ['run-job', 'x', '--log-level=loud', '--json'],
    ]) {
      const {code, stdout} = await runDatapy(args)
      expect(code, args.join(' ')).to.equal(2)
      expect(JSON.parse(stdout), args.join(' ')).to.include({status: 'error', exit_code: 2})
    }
  })

  it('says what was meant by an unknown command', async () => {
    const {code, stderr} = await runDatapy(['run-jbo', 'x'])
    expect(code).to.equal(2)
    expect(stderr).to.contain('did you mean "run-job"?')
  })
})
