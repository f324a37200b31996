import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const rows = Array.from(
  {length: 20_000},
  (_, index) => `${String(index)}, name ${String(index % 7)} ,${index % 3 === 0 ? '' : 'x'}`,
)
const csv = `id,name,city\n${rows.join('\n')}\n`

describe('a job with materialize: never', function () {
  this.timeout(60_000)
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({
      count: {
        interface: {input_ports: ['data'], globals_consumed: []},
        code: `export async function run({data}, {result}) { result.addMetric('rows', (await data.rows()).length); return result.success() }`,
      },
    })
    await project.write('in.csv', csv)
  })
  afterEach(() => project.remove())

  const job = (materialize: string, read = 'infer_types: false', more = '') => `materialize: ${materialize}
mods:
  read: {_type: csv_reader, file_path: in.csv, ${read}}
  clean: {_type: data_cleaner, data: "\${read.data}", trim: true, cast: {id: integer}, fill_missing: {city: unknown}}
  write: {_type: csv_writer, data: "\${clean.data}", file_path: ${materialize}.csv}
${more}`

  const run = async (yaml: string) => {
    // The mods that ship stand in the registry that ships.
    const registry = JSON.parse(await readFile('registry.json', 'utf8')) as {mods: object}
    const own = JSON.parse(await readFile(project.path('registry.json'), 'utf8')) as {mods: object}
    await project.write('registry.json', JSON.stringify({...registry, mods: {...registry.mods, ...own.mods}}))
    const {code, stdout} = await runDatapy(['run-job', await project.write('job.yaml', yaml), '--json'])
    const document = JSON.parse(stdout) as JobResult
    const resultOf = (name: string) => document.mods[name] as Result
    return {code, document, resultOf}
  }

  it('writes what the same job writes when every step is materialised', async () => {
    expect((await run(job('never'))).code).to.equal(0)
    expect((await run(job('always'))).code).to.equal(0)
    const [fused, steps] = await Promise.all(['never.csv', 'always.csv'].map((name) => readFile(project.path(name), 'utf8')))
    expect(fused).to.equal(steps)
    expect(fused?.split('\n')[1]).to.equal('0,name 0,unknown')
  })

  it('tells the rows that the source read, proven by the engine, and leaves out counts that nothing proves', async () => {
    const {resultOf} = await run(job('never'))
    expect(resultOf('read').metrics).to.include({rows_read: 20_000})
    expect(resultOf('clean').metrics).not.to.have.any.keys('rows_out', 'values_filled')
    expect(resultOf('write').metrics).to.include({rows_written: 20_000})
    expect(resultOf('clean').artifacts['data']).to.deep.equal({type: 'dataset', materialized: false})
  })

  it('tells every count when each step is materialised', async () => {
    const {resultOf} = await run(job('always'))
    expect(resultOf('clean').metrics).to.include({rows_in: 20_000, rows_out: 20_000, values_filled: 6667})
  })

  it('materialises a table that two mods read, and one whose count somebody refers to', async () => {
    const two = await run(job('never', 'infer_types: false', `  count: {_type: count, data: "\${clean.data}"}\n`))
    expect(two.code).to.equal(0)
    expect(two.resultOf('clean').metrics).to.include({rows_out: 20_000})
    expect(two.resultOf('count').metrics).to.deep.equal({rows: 20_000})
    const counted = await run(job('never').replace('never.csv', `"\${read.globals.row_count}.csv"`))
    expect(counted.code).to.equal(0)
    expect(await readFile(project.path('20000.csv'), 'utf8')).to.match(/^id,name,city\n/)
  })

  it('fails with the line of a bad row, as the reader would tell of it, and writes nothing', async () => {
    await project.write('in.csv', csv.replace('\n15000,', '\n15000,,,'))
    const {code, document} = await run(job('never'))
    expect(code).to.equal(30)
    expect(document.errors.map(({code: problem, at}) => [problem, at?.line])).to.deep.equal([['csv_bad_row', 15_002]])
    expect(await readFile(project.path('never.csv'), 'utf8').catch(() => 'nothing')).to.equal('nothing')
  })

  it('fails where a value cannot be cast, and says which', async () => {
    await project.write('in.csv', csv.replace('\n15000,', '\nmany,'))
    const {code, document} = await run(job('never'))
    expect(code).to.equal(30)
    expect(document.errors[0]?.message).to.include('cast of "id": the value is no BIGINT: "many"')
  })

  it('reads exactly, in the same run, what the engine cannot read', async () => {
    await project.write('in.csv', csv.replace('\n15000,', '\r\n15000,'))
    const {code, resultOf} = await run(job('never'))
    expect(code).to.equal(0)
    expect(resultOf('write').metrics).to.include({rows_written: 20_000})
  })
})
