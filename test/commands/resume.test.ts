import {expect} from 'chai'
import {appendFile, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import type {RunRecord} from '../../src/model/run-record.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const ports = (input_ports: string[], output_ports: string[]) => ({input_ports, output_ports, globals_produced: ['n']})
const file = {type: 'string', format: 'input-file'}

/** Mods that leave a line in a file each time they run, so that a test can count. */
const mods = {
  lines: {
    category: 'sources',
    interface: ports([], ['data']),
    config_schema: {type: 'object', required: ['file_path'], properties: {file_path: file, ran: {type: 'string'}}},
    code: `import {appendFileSync, readFileSync} from 'node:fs'
export function run({file_path: path, ran}, {result, modName}) {
  if (ran) appendFileSync(ran, modName + '\\n')
  const rows = readFileSync(path, 'utf8').trim().split('\\n').map((line) => ({line}))
  result.addMetric('rows_read', rows.length)
  result.addArtifact('data', rows)
  result.addGlobal('n', rows.length)
  return result.success()
}`,
  },
  service: {
    category: 'sources',
    interface: ports([], ['data']),
    config_schema: {type: 'object', properties: {ran: {type: 'string'}}},
    code: `import {appendFileSync} from 'node:fs'
export function run({ran}, {result, modName}) {
  appendFileSync(ran, modName + '\\n')
  result.addArtifact('data', [{line: 'x'}])
  return result.success()
}`,
  },
  upper: {
    interface: ports(['data'], ['data']),
    config_schema: {
      type: 'object',
      required: ['data'],
      properties: {data: {}, ran: {type: 'string'}, fail_unless: {type: 'string'}, mark: {type: 'string'}},
    },
    code: `import {appendFileSync, existsSync} from 'node:fs'
export async function run({data, ran, fail_unless: needed, mark}, {result, modName}) {
  appendFileSync(ran, modName + '\\n')
  if (needed && !existsSync(needed)) throw Object.assign(new Error('not there: ' + needed), {transient: mark === 'transient'})
  const rows = (await data.rows()).map(({line}) => ({line: line.toUpperCase()}))
  result.addArtifact('data', rows)
  result.addGlobal('n', rows.length)
  return result.success()
}`,
  },
  over: {
    category: 'sinks',
    interface: ports(['data'], []),
    config_schema: {
      type: 'object',
      required: ['data', 'file_path'],
      properties: {data: {}, file_path: {type: 'string', format: 'output-file'}, ran: {type: 'string'}},
    },
    code: `import {appendFileSync} from 'node:fs'
export async function run({data, file_path: path, ran}, {result, modName, data: session}) {
  appendFileSync(ran, modName + '\\n')
  await session.writeCsv(data, path, {if_exists: 'overwrite', header: false})
  return result.success()
}`,
  },
  flaky: {
    interface: ports([], []),
    config_schema: {type: 'object', properties: {ran: {type: 'string'}, times: {type: 'integer'}, transient: {type: 'boolean'}}},
    code: `import {appendFileSync, readFileSync} from 'node:fs'
export function run({ran, times, transient}, {result, modName}) {
  appendFileSync(ran, modName + '\\n')
  const tries = readFileSync(ran, 'utf8').split('\\n').filter((line) => line === modName).length
  if (tries > times) return result.success()
  result.addError('not yet', 30, {transient})
  return result.error()
}`,
  },
}

describe('a job that is issued again', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
    await writeFile(project.path('in.txt'), 'a\nb\n')
  })
  afterEach(() => project.remove())

  const base = () => `globals: {ran: ${project.path('ran.txt')}}
mods:
  read: {_type: lines, file_path: in.txt, ran: "\${ran}"}
  first: {_type: upper, data: "\${read.data}", ran: "\${ran}"}
  second: {_type: upper, data: "\${first.data}", ran: "\${ran}", fail_unless: ${project.path('there')}}
  third: {_type: upper, data: "\${second.data}", ran: "\${ran}"}
`
  const run = async (yaml: string, ...flags: string[]) => {
    const path = await project.write('job.yaml', yaml)
    const {code, stdout, stderr} = await runDatapy(['run-job', path, '--json', ...flags])
    return {code, stderr, document: JSON.parse(stdout) as JobResult, ran: await ran()}
  }
  /** What has run since this was asked last, in order. */
  const ran = async () => {
    const text = await readFile(project.path('ran.txt'), 'utf8').catch(() => '')
    await rm(project.path('ran.txt'), {force: true})
    return text.trim().split('\n').join(' ')
  }
  const records = async (): Promise<RunRecord[]> => {
    const ids = (await readdir(project.path('.datapy/runs'))).toSorted()
    return await Promise.all(
      ids.map(async (id) => JSON.parse(await readFile(project.path(`.datapy/runs/${id}/run.json`), 'utf8')) as RunRecord),
    )
  }

  it('goes on where it stopped, in the same run, and says why each step is skipped or runs', async () => {
    const failed = await run(base())
    expect([failed.code, failed.ran]).to.deep.equal([30, 'read first second'])
    expect(failed.stderr).to.match(/to go on from where it stopped: datapy run-job \S+job\.yaml\n$/)
    await writeFile(project.path('there'), '')
    const again = await run(base())
    expect([again.code, again.ran]).to.deep.equal([0, 'second third'])
    expect(again.stderr).to.match(/first: skipped: it ended at \S+ in this run/)
    expect(again.stderr).to.include('second: runs: it failed before')
    expect(again.document.run_id).to.equal(failed.document.run_id)
    expect(again.document.mods['first']).to.include({status: 'success', reused: true})
    expect(again.document.mods['third']).not.to.have.property('reused')
    const [record, ...more] = await records()
    expect(more).to.deep.equal([])
    expect(record).to.include({status: 'success', exit_code: 0})
    expect(record?.sessions).to.have.length(2)
  })

  it('runs again what has changed and all after it: a file, a parameter, a mod', async () => {
    await run(base())
    await appendFile(project.path('in.txt'), 'c\n')
    const file = await run(base())
    expect(file.ran).to.equal('read first second')
    expect(file.stderr).to.match(/read: runs: \S+in\.txt has changed/)
    expect(file.stderr).to.include('first: runs: read ran again')
    const param = await run(base().replace('first: {_type: upper,', 'first: {_type: upper, mark: x,'))
    expect(param.ran).to.equal('first second')
    expect(param.stderr).to.include('first: runs: "mark" is given now')
    await appendFile(project.path('node_modules/test-mod-upper/index.js'), '// changed\n')
    const mod = await run(base().replace('first: {_type: upper,', 'first: {_type: upper, mark: x,'))
    expect(mod.ran).to.equal('first second')
    expect(mod.stderr).to.match(/first: runs: its mod was .* and is /)
  })

  it('begins a new run after a success, and takes over only what is proven to come to the same', async () => {
    const yaml = `${base().replace(/, fail_unless.*?}/, '}')}  asked: {_type: service, ran: "\${ran}"}\n`
    const first = await run(yaml)
    expect(first.ran.split(' ')).to.have.members(['read', 'first', 'second', 'third', 'asked'])
    const second = await run(yaml)
    expect(second.ran).to.equal('asked')
    expect(second.document.run_id).not.to.equal(first.document.run_id)
    expect(second.document.mods['third']).to.include({reused: true, status: 'success'})
    expect(second.stderr).to.include('asked: runs: whether what it reads has changed cannot be told')
    const table = (second.document.mods['read'] as Result).artifacts['data'] as {path: string}
    expect(table.path).to.include(second.document.run_id)
    await rm(project.path(`.datapy/runs/${first.document.run_id}`), {recursive: true})
    const third = await run(yaml)
    expect(third.ran).to.equal('asked')
  })

  it('begins anew with --restart', async () => {
    const failed = await run(base())
    const anew = await run(base(), '--restart')
    expect(anew.ran).to.equal('read first second')
    expect(anew.document.run_id).not.to.equal(failed.document.run_id)
  })

  it('runs a step again whose table is gone', async () => {
    const failed = await run(base())
    await rm(project.path(`.datapy/runs/${failed.document.run_id}/data/first.data.parquet`))
    const again = await run(base())
    expect(again.ran).to.equal('first second')
    expect(again.stderr).to.match(/first: runs: \S+first\.data\.parquet, which it left, is gone/)
  })

  it('always runs what the job says always runs', async () => {
    const yaml = base().replace('read: {_type: lines,', 'read: {_always_run: true, _type: lines,')
    await run(yaml)
    const again = await run(yaml)
    expect(again.ran).to.equal('read first second')
    expect(again.stderr).to.include('read: runs: the job says that it always runs')
  })

  it('runs what was not kept only where a step after it needs its table', async () => {
    const yaml = base().replace('first: {_type: upper,', 'first: {_checkpoint: false, _type: upper,')
    const failed = await run(yaml)
    expect((failed.document.mods['first'] as Result).artifacts['data']).to.deep.equal({type: 'dataset', materialized: false})
    await writeFile(project.path('there'), '')
    expect((await run(yaml)).ran).to.equal('first second third')
    expect((await run(yaml)).ran).to.equal('')
  })

  it('shows beforehand with plan-job what it would do, and touches nothing', async () => {
    await run(base())
    const before = await readdir(project.path('.datapy'), {recursive: true})
    const {code, stdout} = await runDatapy(['plan-job', project.path('job.yaml'), '--json'])
    const plan = JSON.parse(stdout) as {continues: string; mods: {name: string; runs: boolean; reason: string}[]}
    expect(code).to.equal(0)
    expect(plan.continues).to.equal((await records())[0]?.run_id)
    expect(plan.mods.map(({name, runs, reason}) => [name, runs, reason.replace(/at \S+/, 'at T')])).to.deep.equal([
      ['read', false, 'it ended at T in this run'],
      ['first', false, 'it ended at T in this run'],
      ['second', true, 'it failed before'],
      ['third', true, 'it has not run yet'],
    ])
    expect(await readdir(project.path('.datapy'), {recursive: true})).to.deep.equal(before)
    expect(await ran()).to.equal('')
  })

  it('runs the steps that are asked for, from what the others left', async () => {
    await writeFile(project.path('there'), '')
    expect((await run(base(), '--until', 'first')).ran).to.equal('read first')
    expect((await records())[0]?.status).to.equal('partial')
    expect((await run(base())).ran).to.equal('second third')
    const from = await run(base(), '--from', 'second')
    expect(from.ran).to.equal('second third')
    expect(from.document.mods['read']).to.deep.equal({status: 'skipped', reason: 'it was not asked for'})
    expect((await run(base(), '--only', 'third,first')).ran.split(' ')).to.have.members(['first', 'third'])
    const wrong = await run(base(), '--only', 'thrid')
    expect([wrong.code, wrong.document.errors[0]?.hint]).to.deep.equal([20, 'did you mean "third"?'])
  })

  it('shares a run with the steps that a scheduler issues one by one', async () => {
    await project.write('job.yaml', base())
    await writeFile(project.path('there'), '')
    const step = async (name: string) => {
      const {code, stdout} = await runDatapy(['run-mod', name, '--params', project.path('job.yaml'), '--json'])
      return {code, result: JSON.parse(stdout) as Result}
    }
    const first = await step('read')
    expect((await step('read')).result).to.include({reused: true})
    expect((await step('first')).result.logs.run_id).to.equal(first.result.logs.run_id)
    expect(await ran()).to.equal('read first')
    expect((await run(base())).ran).to.equal('second third')
    expect((await records()).map(({status}) => status)).to.deep.equal(['success'])
  })

  it('tries again what may pass, and only as often as it is told', async () => {
    const flaky = (more: string) =>
      `globals: {ran: ${project.path('ran.txt')}}\nmods:\n  x: {_type: flaky, ran: "\${ran}", ${more}}\n`
    const passed = await run(flaky('times: 2, transient: true, _retry: {attempts: 3, backoff: 10ms}'))
    expect([passed.code, passed.ran]).to.deep.equal([0, 'x x x'])
    expect(passed.document.mods['x']).to.include({attempts: 3})
    const lasting = await run(flaky('times: 9, transient: false, _retry: {attempts: 3, backoff: 10ms}'))
    expect([lasting.code, lasting.ran]).to.deep.equal([30, 'x'])
    const all = await run(flaky('times: 9, transient: false, _retry: {attempts: 2, backoff: 10ms, on: all}'))
    expect([all.code, all.ran]).to.deep.equal([30, 'x x'])
  })

  it('runs a mod for each item, unites the tables in order, and goes on item by item', async () => {
    for (const name of ['c', 'a', 'b']) await project.write(`parts/${name}.txt`, `${name}1\n${name}2\n`)
    const yaml = `globals: {ran: ${project.path('ran.txt')}}
mods:
  read: {_type: lines, _for_each: "parts/*.txt", file_path: "\${item}", ran: "\${ran}"}
  all: {_type: upper, data: "\${read.data}", ran: "\${ran}"}
`
    const first = await run(yaml)
    expect(first.code, first.stderr).to.equal(0)
    expect((first.document.mods['read'] as Result).metrics).to.deep.equal({rows_read: 6, items: 3})
    expect((first.document.mods['read'] as Result).globals).to.deep.equal({n: [2, 2, 2]})
    const {stdout} = await runDatapy([
      'preview',
      project.path(`.datapy/runs/${first.document.run_id}/data/read.data.parquet`),
      '--json',
    ])
    expect((JSON.parse(stdout) as {rows: unknown[]}).rows.map((row) => Object.values(row as object)[0] as unknown)).to.deep.equal(
      ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'],
    )
    await appendFile(project.path('parts/b.txt'), 'b3\n')
    const again = await run(yaml)
    expect(again.ran).to.equal('read[1] all')
    expect((again.document.mods['read'] as Result).metrics).to.deep.equal({rows_read: 7, items: 3})
    const none = await run(yaml.replace('parts/*', 'nowhere/*'))
    expect([none.code, none.document.errors[0]?.code]).to.deep.equal([20, 'bad_for_each'])
  })

  it('does not read again what a later step of the same run has written over', async () => {
    const yaml = `globals: {ran: ${project.path('ran.txt')}}
mods:
  read: {_type: lines, file_path: in.txt, ran: "\${ran}"}
  more: {_type: upper, data: "\${read.data}", ran: "\${ran}"}
  over: {_type: over, data: "\${more.data}", file_path: in.txt, ran: "\${ran}"}
  last: {_type: upper, _depends_on: over, data: "\${more.data}", ran: "\${ran}", fail_unless: ${project.path('there')}}
`
    const failed = await run(yaml)
    expect([failed.code, failed.ran], failed.stderr).to.deep.equal([30, 'read more over last'])
    expect(await readFile(project.path('in.txt'), 'utf8')).to.equal('A\nB\n')
    await writeFile(project.path('there'), '')
    const again = await run(yaml)
    expect([again.code, again.ran], again.stderr).to.deep.equal([0, 'last'])
    const anew = await run(yaml)
    expect(anew.ran).to.equal('read more over last')
    expect(anew.stderr).to.match(/read: runs: \S+in\.txt has changed/)
  })
})
