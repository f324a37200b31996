import {expect} from 'chai'
import type {Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const mods = {
  rows: {
    category: 'sources',
    interface: {output_ports: ['data'], globals_produced: ['row_count']},
    config_schema: {type: 'object', properties: {count: {type: 'integer', default: 2}}},
    code: `export async function run({count}, {result}) {
      result.addArtifact('data', Array.from({length: count}, (_, i) => ({id: i + 1})))
      result.addGlobal('row_count', count)
      return result.success()
    }`,
  },
  sink: {
    category: 'sinks',
    interface: {input_ports: ['data']},
    config_schema: {type: 'object', properties: {seen: {type: 'integer'}}},
    code: `export async function run({data, seen}, {result}) {
      result.addMetric('sum', (await data.rows()).reduce((sum, {id}) => sum + id, 0))
      result.addMetric('seen', seen)
      return result.success()
    }`,
  },
}
const yaml =
  'mods:\n  make: {_type: rows, count: 3}\n  write: {_type: sink, data: "${make.data}", seen: "${make.globals.row_count}"}\n'

describe('datapy run-mod', function () {
  this.timeout(60_000)
  let project: TempProject
  let file: string
  beforeEach(async () => {
    project = await tempProject(mods)
    file = await project.write('job.yaml', yaml)
  })
  afterEach(() => project.remove())
  const run = async (name: string, ...flags: string[]) => {
    const ended = await runDatapy(['run-mod', name, '--params', file, '--json', ...flags])
    return {code: ended.code, result: JSON.parse(ended.stdout) as Result}
  }

  it('prints the standard result, its run id made of the type and eight hex digits', async () => {
    const {code, result} = await run('make')
    expect(code).to.equal(0)
    expect(result).to.have.all.keys(
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
    expect(result.logs.run_id).to.match(/^rows_[0-9a-f]{8}$/)
    expect(result.logs).to.include({mod_type: 'rows', mod_name: 'make'})
  })

  it('takes its inputs from what an earlier step, another process, left', async () => {
    await run('make')
    const {code, result} = await run('write')
    expect(code).to.equal(0)
    expect(result.metrics).to.deep.equal({sum: 6, seen: 3})
  })

  it('says which step to run first when there is no such output yet, with 20', async () => {
    const {code, result} = await run('write')
    expect(code).to.equal(20)
    expect(result.errors[0]).to.include({code: 'not_run_yet', hint: `first: datapy run-mod make --params ${file}`})
  })

  it('does not see what the same job left for other --set values', async () => {
    await run('make', '--set', 'globals.day=1')
    expect((await run('write', '--set', 'globals.day=2')).result.errors[0]?.code).to.equal('not_run_yet')
    expect((await run('write', '--set', 'globals.day=1')).code).to.equal(0)
  })

  it('looks in the run that --run names, and nowhere else', async () => {
    await run('make', '--run', 'night-1')
    expect((await run('write', '--run', 'night-2')).result.errors[0]?.code).to.equal('not_run_yet')
    const {code, result} = await run('write', '--run', 'night-1')
    expect([code, result.logs.run_id]).to.deep.equal([0, 'night-1'])
  })

  it('refuses a --run that is a path', async () => {
    const {code, result} = await run('make', '--run', '../../elsewhere')
    expect([code, result.errors[0]?.code]).to.deep.equal([2, 'usage'])
  })

  it('runs a mod though another mod of the job is wrong', async () => {
    file = await project.write('job.yaml', `${yaml}  wrong: {_type: rows, nope: 1}\n`)
    expect((await run('make')).code).to.equal(0)
  })

  it('names the mods of the job when there is none of that name', async () => {
    const {code, result} = await run('mak')
    expect(code).to.equal(20)
    expect(result.errors[0]).to.include({code: 'not_in_job', hint: 'did you mean "make"?'})
  })
})
