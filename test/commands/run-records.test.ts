import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {appendFile, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

interface Listed {
  readonly run_id: string
  readonly job: string
  readonly status: string
  readonly exit_code: number | null
  readonly steps: {done: number; all: number}
  readonly totals: {rows_in?: number; rows_out?: number}
}

interface Shown {
  readonly run_id: string
  readonly run_status: string
  readonly go_on: string | null
  readonly steps: readonly {
    name: string
    status: string
    rows: object
    usual: object
    attempts: number
    errors: {code: string}[]
  }[]
}

const mods = {
  wait: {
    config_schema: {type: 'object', properties: {for: {type: 'string'}}},
    code: `import {existsSync} from 'node:fs'
export async function run({for: file}, {result, signal}) {
  while (!existsSync(file) && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20))
  return result.success()
}`,
  },
}

describe('the records of runs', () => {
  let project: TempProject
  const registry = resolve('registry.json')
  beforeEach(async () => {
    project = await tempProject(mods)
    await writeFile(project.path('in.csv'), 'id,name\n1,a\n2,b\n3,c\n')
    await writeFile(
      project.path('load.yaml'),
      `mods:
  read: {_type: csv_reader, file_path: in.csv}
  few: {_type: filter, data: "\${read.data}", where: id > 1}
  write: {_type: csv_writer, data: "\${few.data}", file_path: out.csv, if_exists: overwrite}
`,
    )
  })
  afterEach(() => project.remove())

  const datapy = (...args: string[]) => runDatapy([...args, '--registry', registry], {cwd: project.folder})
  const run = async (...args: string[]) => (await datapy('run-job', 'load.yaml', ...args)).code
  const runs = async (...args: string[]) => {
    const {code, stdout, stderr} = await datapy('list-runs', ...args, '--json')
    expect(code, stderr).to.equal(0)
    return (JSON.parse(stdout) as {runs: Listed[]}).runs
  }
  const show = async (...args: string[]) => JSON.parse((await datapy('show-run', ...args, '--json')).stdout) as Shown

  it('are listed newest first, with what each came to, and found by job, status, time', async () => {
    expect(await run()).to.equal(0)
    expect(await run('--set', 'few.where=nothing > 1')).to.equal(20)
    await writeFile(project.path('other.yaml'), 'mods:\n  read: {_type: csv_reader, file_path: in.csv}\n')
    expect((await datapy('run-job', 'other.yaml')).code).to.equal(0)
    const all = await runs()
    expect(all.map(({job, status, exit_code: code, steps}) => [job, status, code, steps.done, steps.all])).to.deep.equal([
      ['other', 'success', 0, 1, 1],
      ['load', 'error', 20, 1, 3],
      ['load', 'success', 0, 3, 3],
    ])
    expect(all[2]?.totals).to.deep.equal({rows_in: 3, rows_out: 2, rejects: 0})
    expect((await runs('load.yaml')).map(({job}) => job)).to.deep.equal(['load', 'load'])
    expect((await runs('other')).map(({job}) => job)).to.deep.equal(['other'])
    expect((await runs('--status', 'error')).map(({job}) => job)).to.deep.equal(['load'])
    expect(await runs('--limit', '1')).to.have.length(1)
    expect(await runs('--since', '1h')).to.have.length(3)
    expect(await runs('--since', '2999-01-01')).to.deep.equal([])
    const {code, stderr} = await datapy('list-runs', '--since', 'yesterday')
    expect([code, stderr.includes('"yesterday" is no time')]).to.deep.equal([2, true])
    const {stdout} = await datapy('list-runs')
    expect(stdout.split('\n')[0]).to.equal('RUN\tJOB\tSTATUS\tSTARTED\tTOOK\tSTEPS\tROWS IN\tROWS OUT\tREJECTS')
    expect(stdout.split('\n')).to.have.length(5)
  })

  it('are shown with rows beside the usual ones, what went wrong, and how to go on', async () => {
    expect(await run()).to.equal(0)
    await appendFile(project.path('in.csv'), '4,d\n')
    expect(await run()).to.equal(0)
    const good = await show('load.yaml')
    expect(good.steps.map(({name, status, rows, usual}) => [name, status, rows, usual])).to.deep.equal([
      ['read', 'success', {in: 4, out: 4, rejected: 0}, {in: 3, out: 3, rejected: 0}],
      ['few', 'success', {in: 4, out: 3}, {in: 3, out: 2}],
      ['write', 'success', {out: 3}, {out: 2}],
    ])
    expect([good.run_status, good.go_on]).to.deep.equal(['success', null])
    expect(await run('--set', 'few.where=nothing > 1')).to.equal(20)
    const bad = await show()
    expect([bad.run_status, bad.go_on]).to.deep.equal([
      'error',
      `datapy run-job ${project.path('load.yaml')} --set 'few.where=nothing > 1' --registry ${registry}`,
    ])
    expect(bad.steps.map(({status}) => status)).to.deep.equal(['success', 'error', 'not run'])
    expect(bad.steps[1]?.errors[0]?.code).to.equal('bad_expression')
    const text = (await datapy('show-run', bad.run_id.slice(-6))).stdout
    expect(text).to.match(/^few\tfilter\terror\t/m)
    expect(text).to.include('few: bad_expression: ')
    const step = JSON.parse((await datapy('show-run', '--step', 'read')).stdout) as {record: {fingerprint: object}}
    expect(step.record.fingerprint).to.have.property('files')
    for (const [args, code] of [
      [['nothing'], 'run_not_found'],
      [['load.yaml', '--step', 'reed'], 'not_in_job'],
    ] as const) {
      const {code: exitCode, stderr} = await datapy('show-run', ...args)
      expect([exitCode, stderr.includes(`error[${code}]`)], code).to.deep.equal([20, true])
    }
  })

  it('say that the latest may be one that cannot be read, and nothing of older ones', async () => {
    for (const id of ['5', '6', '7']) {
      await appendFile(project.path('in.csv'), `${id},x\n`)
      expect(await run()).to.equal(0)
    }
    const [newest, second, first] = (await runs()).map(({run_id: id}) => id)
    for (const id of [newest, first]) await writeFile(project.path(`.datapy/runs/${String(id)}/run.json`), '{')
    for (const args of [['show-run'], ['show-run', 'load'], ['show-run', 'load.yaml'], ['report-run', '-o', 'run.html']]) {
      const {code, stdout, stderr} = await datapy(...args, '--json')
      expect(code, stderr).to.equal(0)
      const {run_id: shown, warnings} = JSON.parse(stdout) as {run_id: string; warnings: {code: string; message: string}[]}
      expect([shown, warnings.map(({code: one}) => one)], args.join(' ')).to.deep.equal([second, ['record_unreadable']])
      expect(warnings[0]?.message).to.include(newest)
    }
    const {stderr} = await datapy('show-run', '--step', 'read')
    expect(stderr).to.include('warning[record_unreadable]').and.to.include(String(newest)).and.not.to.include(String(first))
    const named = JSON.parse((await datapy('show-run', String(second), '--json')).stdout) as {warnings: unknown[]}
    expect(named.warnings).to.deep.equal([])
  })

  it('tell a run that goes on from one that was killed', async () => {
    await writeFile(project.path('wait.yaml'), `mods:\n  wait: {_type: wait, for: ${project.path('there')}}\n`)
    const own = project.path('registry.json')
    const child = spawn(process.execPath, [resolve('bin/run.js'), 'run-job', project.path('wait.yaml'), '--registry', own], {
      stdio: 'ignore',
    })
    const ended = new Promise((settle) => child.on('exit', settle))
    const status = async () => (await runs('wait'))[0]?.status
    while ((await status()) !== 'running') await new Promise((settle) => setTimeout(settle, 50))
    expect((await show('wait')).steps.map((step) => step.status)).to.be.an('array')
    const kept = await datapy('prune-runs', '--keep', '0', '--older-than', '0m', '--json')
    expect((JSON.parse(kept.stdout) as {runs: unknown[]}).runs).to.deep.equal([])
    child.kill('SIGKILL')
    await ended
    expect(await status()).to.equal('interrupted')
    expect((await runs('wait'))[0]?.steps).to.deep.equal({done: 0, all: 1})
    expect((await show('wait')).steps.map((step) => step.status)).to.deep.equal(['cut short'])
    await writeFile(project.path('there'), '')
    expect((await runDatapy(['run-job', 'wait.yaml'], {cwd: project.folder})).code).to.equal(0)
    expect(await status()).to.equal('success')
    expect(await runs('wait')).to.have.length(1)
  })

  it('go when they are old, except the latest of each job and its latest success', async () => {
    for (const id of ['5', '6', '7']) {
      await appendFile(project.path('in.csv'), `${id},x\n`)
      expect(await run()).to.equal(0)
    }
    await writeFile(
      project.path('load.yaml'),
      (await readFile(project.path('load.yaml'), 'utf8')).replace('id > 1', 'nothing > 1'),
    )
    expect(await run('--restart')).to.equal(20)
    const [failed, third, second, first] = (await runs()).map(({run_id: id}) => id)
    const none = await datapy('prune-runs')
    expect([none.code, none.stderr.includes('say --keep or --older-than')]).to.deep.equal([2, true])
    const dry = JSON.parse((await datapy('prune-runs', '--keep', '1', '--dry-run', '--json')).stdout) as {
      runs: {run_id: string}[]
      bytes: number
    }
    expect(dry.runs.map(({run_id: id}) => id)).to.deep.equal([second, first])
    expect(dry.bytes).to.be.above(1000)
    expect(await readdir(project.path('.datapy/runs'))).to.have.length(4)
    expect((await datapy('prune-runs', '--older-than', '30d')).code).to.equal(0)
    expect(await readdir(project.path('.datapy/runs'))).to.have.length(4)
    const {code, stderr} = await datapy('prune-runs', 'load.yaml', '--keep', '0')
    expect([code, stderr.startsWith('2 run(s), ')]).to.deep.equal([0, true])
    expect((await readdir(project.path('.datapy/runs'))).toSorted()).to.deep.equal([third, failed])
  })

  it('are looked for where DATAPY_STATE_DIR says, and nothing is made where there are none', async () => {
    await rm(project.path('.datapy'), {recursive: true, force: true})
    const {code, stdout, stderr} = await datapy('list-runs')
    expect([code, stdout, stderr]).to.deep.equal([0, '', 'there are no such runs here\n'])
    expect(await readdir(project.folder)).not.to.include('.datapy')
    const env = {DATAPY_STATE_DIR: project.path('elsewhere')}
    expect((await runDatapy(['run-job', 'load.yaml', '--registry', registry], {cwd: project.folder, env})).code).to.equal(0)
    expect(await runs()).to.deep.equal([])
    const {stdout: there} = await runDatapy(['list-runs', '--json'], {cwd: '/', env})
    expect((JSON.parse(there) as {runs: Listed[]}).runs).to.have.length(1)
  })
})
