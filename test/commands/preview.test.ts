import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import type {Problem} from '../../src/model/problem.js'
import type {PreviewDocument} from '../../src/sdk/preview.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const vega = join(import.meta.dirname, '../../node_modules/vega-datasets/data')

const mods = {
  rows: {
    category: 'sources',
    interface: {output_ports: ['data', 'rejected']},
    config_schema: {type: 'object', properties: {count: {type: 'integer', default: 2}}},
    code: `export async function run({count}, {result, data}) {
      result.addArtifact('data', Array.from({length: count}, (_, i) => ({id: i + 1, name: i === 0 ? null : 'n' + i})))
      result.addArtifact('rejected', [{reason: 'bad'}])
      return result.success()
    }`,
  },
  writes: {
    interface: {input_ports: ['data'], output_ports: ['data']},
    config_schema: {type: 'object', properties: {file: {type: 'string', format: 'output-file'}}},
    code: `export async function run({data: table, file}, {result, data}) {
      await data.writeCsv(table, file)
      result.addArtifact('data', await data.sql('SELECT id * 10 AS ten FROM input', {input: table}))
      return result.success()
    }`,
  },
  sink: {
    category: 'sinks',
    interface: {input_ports: ['data'], output_ports: ['output_file']},
    code: `export async function run(_params, {result}) { throw new Error('a sink ran') }`,
  },
  excel_reader: {
    category: 'sources',
    interface: {output_ports: ['data']},
    config_schema: {type: 'object', properties: {file_path: {type: 'string', format: 'input-file'}, max_rows: {type: 'integer'}}},
    code: `export async function run({file_path: file, max_rows: rows}, {result}) {
      result.addArtifact('data', Array.from({length: Math.min(rows, 5000)}, () => ({file: file.split('/').at(-1), rows})))
      return result.success()
    }`,
  },
  fails: {
    interface: {input_ports: ['data'], output_ports: ['data']},
    code: `export async function run() { throw new Error('no luck today') }`,
  },
}
const job = `mods:
  make: {_type: rows, count: 3}
  out: {_type: sink, data: "\${make.data}"}
  ten: {_type: writes, data: "\${make.data}", file: side.csv}
  last: {_type: fails, data: "\${ten.data}"}
  wrong: {_type: rows, count: many}
`

describe('datapy preview', function () {
  this.timeout(60_000)
  let project: TempProject
  let temporary: string
  beforeEach(async () => {
    project = await tempProject(mods)
    temporary = project.path('tmp')
    await mkdir(temporary)
  })
  afterEach(async () => {
    // Whatever a test did, nothing of it is left.
    const left = [...(await readdir(temporary)), ...(await readdir(project.folder)).filter((name) => name === '.datapy')]
    await project.remove()
    expect(left).to.deep.equal([])
  })

  const run = (...args: string[]) => runDatapy(['preview', ...args], {env: {...process.env, TMPDIR: temporary}})
  const document = async (...args: string[]) => {
    const {code, stdout} = await run(...args, '--json')
    return {code, shown: JSON.parse(stdout) as PreviewDocument & {errors?: Problem[]}}
  }

  it('shows names, types and the first rows, tab-separated without a terminal, and the count where it is known', async () => {
    const {code, stdout, stderr} = await run(join(vega, 'seattle-weather.csv'), '--rows', '2')
    expect(code).to.equal(0)
    expect(stdout).to.equal(
      [
        'date\tprecipitation\ttemp_max\ttemp_min\twind\tweather',
        'DATE\tDECIMAL(15,1)\tDECIMAL(15,1)\tDECIMAL(15,1)\tDECIMAL(15,1)\tVARCHAR',
        '2012-01-01\t0.0\t12.8\t5.0\t4.7\tdrizzle',
        '2012-01-02\t10.9\t10.6\t2.8\t4.5\train\n',
      ].join('\n'),
    )
    expect(stderr).to.equal('the first 2 rows · 6 columns · types of the first rows\n')
  })

  it('claims a total only of what it has read to the end', async () => {
    const small = await document(join(vega, 'stocks.csv'))
    expect(small.shown).to.deep.include({rows_shown: 10, rows_total: 560, types_of: 'all'})
    const large = await document(join(vega, 'airports.csv'))
    expect(large.shown).to.deep.include({rows_shown: 10, rows_total: null, types_of: 'first_rows'})
    expect((await run(join(vega, 'stocks.csv'))).stderr).to.equal('10 of 560 rows · 3 columns\n')
  })

  it('prints one document with --json, values in the order of the columns', async () => {
    const {code, shown} = await document(await project.write('in.csv', '2024,2023\n1,x\n,y\n'))
    expect(code).to.equal(0)
    expect(shown).to.deep.equal({
      status: 'success',
      exit_code: 0,
      source: project.path('in.csv'),
      format: 'csv',
      columns: [
        {name: '2024', type: 'BIGINT'},
        {name: '2023', type: 'VARCHAR'},
      ],
      types_of: 'all',
      rows: [
        [1, 'x'],
        [null, 'y'],
      ],
      rows_shown: 2,
      rows_total: 2,
      rows_rejected: 0,
      warnings: [],
    })
  })

  it('tells null from text that reads like it, and lets no control character through', async () => {
    const file = await project.write('in.csv', 'a,b\n,"null"\n"",\u001b[31mred\n"x\ny",\u202eabc\n')
    expect((await run(file)).stdout).to.equal('a\tb\nVARCHAR\tVARCHAR\nnull\t"null"\n""\t␛[31mred\nx␊y\t<U+202E>abc\n')
  })

  it('shows the columns that are asked for, and names what is near to one that there is not, all at once', async () => {
    const file = join(vega, 'airports.csv')
    expect((await run(file, '--columns', 'state,iata', '--rows', '1')).stdout).to.equal(
      'state\tiata\nVARCHAR\tVARCHAR\nMS\t00M\n',
    )
    const {code, shown} = await document(file, '--columns', 'stat,nope')
    expect(code).to.equal(20)
    expect(shown.errors?.map((problem) => problem.code)).to.deep.equal(['unknown_column', 'unknown_column'])
    expect(shown.errors?.[0]?.message).to.equal('there is no column "stat": did you mean "state"?')
  })

  it('guesses the delimiter and says so, unless it is told', async () => {
    const tsv = await run(join(vega, 'unemployment.tsv'), '--rows', '1')
    expect(tsv.stdout).to.equal('id\trate\nBIGINT\tVARCHAR\n1001\t.097\n')
    expect(tsv.stderr).to.include('delimiter "\\t", guessed from the first lines')
    const file = await project.write('in.csv', 'a;b\n1;2\n')
    expect((await run(file)).stdout).to.equal('a\tb\nBIGINT\tBIGINT\n1\t2\n')
    const told = await run(file, '--delimiter', ',')
    expect(told.stdout).to.equal('a;b\nVARCHAR\n1;2\n')
    expect(told.stderr).to.equal('1 row · 1 column\n')
  })

  it('shows the good rows beside a bad one, and tells of that with its place', async () => {
    const file = await project.write('in.csv', 'a,b\n1,2\n3,4,5\n6,7\n')
    const {code, stdout, stderr} = await run(file)
    expect(code).to.equal(0)
    expect(stdout).to.equal('a\tb\nBIGINT\tBIGINT\n1\t2\n6\t7\n')
    expect(stderr).to.include('2 rows · 2 columns · 1 row left out').and.include(`${file}:3:5`)
    const {shown} = await document(file)
    expect(shown).to.include({rows_total: 2, rows_rejected: 1})
    expect(shown.warnings.map((warning) => warning.at?.line)).to.deep.equal([3])
  })

  it('reads CSV as its options say, packed too', async () => {
    await project.write('in.txt', "report of today\n1|'a|b'\n")
    const read = await run(project.path('in.txt'), '--no-header', '--skip-rows', '1', '--quote', "'")
    expect(read.stdout).to.equal('column_1\tcolumn_2\nBIGINT\tVARCHAR\n1\ta|b\n')
    await writeFile(project.path('in.csv.gz'), gzipSync(Buffer.from('n\nJosé\n', 'latin1')))
    expect((await run(project.path('in.csv.gz'), '--encoding', 'latin-1')).stdout).to.equal('n\nVARCHAR\nJosé\n')
  })

  it('knows all rows of a Parquet file, and reads those it shows', async () => {
    const {shown} = await document(join(vega, 'flights-3m.parquet'), '--rows', '1', '--columns', 'origin,delay')
    expect(shown).to.deep.include({format: 'parquet', rows_total: 3_000_000, rows: [['LAS', 33]], types_of: 'all'})
    expect(shown.columns).to.deep.equal([
      {name: 'origin', type: 'VARCHAR'},
      {name: 'delay', type: 'BIGINT'},
    ])
  })

  it('reads JSON, lines of it, and rows that stand deeper in a document', async () => {
    const {shown} = await document(join(vega, 'penguins.json'), '--rows', '1', '--columns', 'Species,Body Mass (g)')
    expect(shown).to.deep.include({format: 'json', rows: [['Adelie', 3750]], rows_total: 344})
    const lines = await document(await project.write('in.ndjson', '{"x":1}\nnope\n{"x":null}\n'))
    expect([lines.code, lines.shown.rows, lines.shown.rows_rejected]).to.deep.equal([0, [[1], [null]], 1])
    const deep = await document(
      await project.write('in.json', '{"result":{"rows":[{"x":1},{"x":2}]}}'),
      '--pointer',
      '/result/rows',
    )
    expect(deep.shown.rows).to.deep.equal([[1], [2]])
  })

  it('says what is there in place of a file that is not, and what it can read', async () => {
    await project.write('orders.csv', 'a\n1\n')
    const missing = await document(project.path('order.csv'))
    expect([missing.code, missing.shown.errors]).to.deep.equal([
      20,
      [
        {
          code: 'input_file_missing',
          message: `there is no file ${project.path('order.csv')}`,
          at: {file: project.path('order.csv')},
          hint: 'did you mean "orders.csv"?',
        },
      ],
    ])
    const other = await document(await project.write('orders.xls', ''))
    expect([other.code, other.shown.errors?.[0]?.code]).to.deep.equal([20, 'unknown_format'])
    expect(other.shown.errors?.[0]?.hint).to.include('.parquet')
  })

  it('reads a workbook with the mod of the registry, and says which that is where there is none', async () => {
    const book = await project.write('book.xlsx', '')
    const {code, shown} = await document(book, '--rows', '1', '--registry', project.path('registry.json'))
    expect(code).to.equal(0)
    expect(shown).to.deep.include({format: 'excel', rows: [['book.xlsx', 1000]], rows_total: null, types_of: 'first_rows'})
    const without = await document(book, '--registry', await project.write('other.json', '{"mods": {}}'))
    expect([without.code, without.shown.errors?.[0]?.code]).to.deep.equal([20, 'unknown_mod_type'])
    expect(without.shown.errors?.[0]?.hint).to.include('datapy register-mod')
  })

  it('refuses options that say nothing about the source, with 2', async () => {
    const file = await project.write('in.csv', 'a\n1\n')
    for (const args of [
      [file, '--step', 'x'],
      [file, '--port', 'x'],
      [file, '--pointer', '/a'],
      [file, '--set', 'a.b=1'],
      [await project.write('job.yaml', job), '--step', 'make', '--delimiter', ';'],
      [file, '--rows', '-1'],
      [file, '--columns', 'a,,b'],
      [join(vega, 'flights-3m.parquet'), '--delimiter', ';'],
    ])
      expect([args, (await run(...args)).code]).to.deep.equal([args, 2])
  })

  it('works without any environment, from anywhere', async () => {
    const env = {PATH: process.env['PATH'], TMPDIR: temporary}
    const {code, stdout} = await runDatapy(['preview', join(vega, 'stocks.csv'), '-n', '1'], {cwd: '/', env})
    expect([code, stdout]).to.deep.equal([0, 'symbol\tdate\tprice\nVARCHAR\tVARCHAR\tVARCHAR\nMSFT\tJan 1 2000\t39.81\n'])
  })

  it('ends in peace when nobody reads on', async () => {
    const args = ['preview', join(vega, 'airports.csv'), '--rows', '100000']
    const child = spawn(process.execPath, [datapyBin, ...args], {
      env: {...process.env, TMPDIR: temporary},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
    child.stdout.destroy()
    const [code] = (await once(child, 'close')) as [number]
    expect([code, said.join('')]).to.deep.equal([0, '3,376 rows · 7 columns\n'])
  })

  describe('of a step of a job', () => {
    let file: string
    beforeEach(async () => {
      file = await project.write('job.yaml', job)
    })

    it('runs it and what it needs, and leaves nothing that they write', async () => {
      const {code, stdout, stderr} = await run(file, '--step', 'ten', '--rows', '2')
      expect({code, stdout, stderr}).to.deep.equal({code: 0, stdout: 'ten\nBIGINT\n10\n20\n', stderr: '2 of 3 rows · 1 column\n'})
      expect(await readdir(project.folder)).not.to.include.members(['side.csv'])
    })

    it('shows another port, and takes parameters of the command line', async () => {
      expect((await run(file, '--step', 'make', '--port', 'rejected')).stdout).to.equal('reason\nVARCHAR\nbad\n')
      const {shown} = await document(file, '--step', 'make', '--set', 'make.count=1', '--set', 'last.x=1')
      expect(shown).to.deep.include({format: 'step', step: 'make', rows: [[1, null]], rows_total: 1})
    })

    it('never runs a sink', async () => {
      const {code, shown} = await document(file, '--step', 'out')
      expect([code, shown.errors?.[0]?.code]).to.deep.equal([20, 'no_table'])
      const after = (await readFile(file, 'utf8')).replace('_type: fails', '_type: rows, _depends_on: out')
      const {shown: later} = await document(
        await project.write('after.yaml', after.replace(', data: "${ten.data}"', '')),
        '--step',
        'last',
      )
      expect(later.errors?.[0]?.message).to.equal('last comes after out, a sink, and a preview runs none')
    })

    it('asks for the step and names the nearest one and the nearest port', async () => {
      const none = await document(file)
      expect([none.code, none.shown.errors?.[0]?.hint]).to.deep.equal([2, 'name one with --step: make, out, ten, last, wrong'])
      expect((await document(file, '--step', 'mak')).shown.errors?.[0]).to.include({
        code: 'not_in_job',
        hint: 'did you mean "make"?',
      })
      const port = (await document(file, '--step', 'make', '--port', 'reject')).shown.errors?.[0]
      expect(port).to.include({code: 'no_table', hint: 'did you mean "rejected"?'})
      expect(port?.at?.line).to.equal(2)
    })

    it('tells what is wrong with a step, as the job would', async () => {
      const failed = await document(file, '--step', 'last')
      expect([failed.code, failed.shown.errors?.[0]?.message]).to.deep.equal([30, 'no luck today'])
      const wrong = await document(file, '--step', 'wrong')
      expect([wrong.code, wrong.shown.errors?.[0]?.at?.line]).to.deep.equal([20, 6])
    })
  })
})
