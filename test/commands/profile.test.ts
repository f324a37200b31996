import {expect} from 'chai'
import {mkdir, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {Problem} from '../../src/model/problem.js'
import type {ProfileDocument} from '../../src/sdk/profile.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const vega = join(import.meta.dirname, '../../node_modules/vega-datasets/data')

const mods = {
  rows: {
    category: 'sources',
    interface: {output_ports: ['data']},
    code: `export async function run(_params, {result}) {
      result.addArtifact('data', [{id: 1, name: ' a'}, {id: 2, name: 'b'}])
      return result.success()
    }`,
  },
}

describe('datapy profile', function () {
  this.timeout(60_000)
  let project: TempProject
  let temporary: string
  beforeEach(async () => {
    project = await tempProject(mods)
    temporary = project.path('tmp')
    await mkdir(temporary)
  })
  afterEach(async () => {
    const left = [...(await readdir(temporary)), ...(await readdir(project.folder)).filter((name) => name === '.datapy')]
    await project.remove()
    expect(left).to.deep.equal([])
  })

  const run = (...args: string[]) => runDatapy(['profile', ...args], {env: {...process.env, TMPDIR: temporary}})
  const document = async (...args: string[]) => {
    const {code, stdout} = await run(...args, '--json')
    return {code, told: JSON.parse(stdout) as ProfileDocument & {errors?: Problem[]}}
  }

  it('describes each column on a line, and below what is worth a look', async () => {
    const {code, stdout, stderr} = await run(join(vega, 'airports.csv'))
    expect(code).to.equal(0)
    const lines = stdout.split('\n')
    expect(lines[0]).to.equal('COLUMN\tTYPE\tNULLS\tDISTINCT\tMIN\tMAX\tMEAN\tLENGTH\tTOP VALUES')
    expect(lines[1]).to.equal('iata\tVARCHAR\t0\t3,376 (all)\t00M\tZZV\t\t3–4\t')
    expect(lines[4]).to.equal('state\tVARCHAR\t0\t57\tAK\tWY\t\t2\tAK ×263, TX ×209, CA ×205, OK ×102, FL ×100')
    expect(stdout)
      .to.include('Worth a look:')
      .and.match(/^ {2}latitude +text, and every value is a number, 7\.367222 to 71\.2854475/m)
    expect(stderr).to.equal('3,376 rows · 7 columns\n')
  })

  it('prints one document with --json', async () => {
    const file = await project.write('in.csv', 'zip,n\n00501,1\n00544,2\n10001,2\n,5\n')
    const {code, told} = await document(file)
    expect(code).to.equal(0)
    expect(told).to.deep.equal({
      status: 'success',
      exit_code: 0,
      source: file,
      format: 'csv',
      rows: 4,
      rows_rejected: 0,
      columns: [
        {
          name: 'zip',
          type: 'VARCHAR',
          nulls: 1,
          null_share: 0.25,
          distinct: 3,
          is_unique: false,
          min: '00501',
          max: '10001',
          mean: null,
          min_length: 5,
          max_length: 5,
          top_values: ['00501', '00544', '10001'].map((value) => ({value, count: 1})),
        },
        {
          name: 'n',
          type: 'BIGINT',
          nulls: 0,
          null_share: 0,
          distinct: 3,
          is_unique: false,
          min: 1,
          max: 5,
          mean: 2.5,
          min_length: null,
          max_length: null,
          top_values: [
            {value: 2, count: 2},
            {value: 1, count: 1},
            {value: 5, count: 1},
          ],
        },
      ],
      findings: [
        {
          code: 'leading_zeros',
          column: 'zip',
          message: '2 values with leading zeros, lost if read as numbers',
          count: 2,
          example: '00501',
        },
      ],
      warnings: [],
    })
  })

  it('finds in real data what does not fit, and an example', async () => {
    const {told} = await document(join(vega, 'birdstrikes.csv'))
    expect(told.rows).to.equal(10_000)
    const {told: stocks} = await document(join(vega, 'stocks.csv'))
    expect(stocks.findings.map(({column, code}) => `${column} ${code}`)).to.deep.equal([
      'date text_of_dates',
      'price text_of_numbers',
    ])
  })

  it('reads the whole of a large file, in the memory that it is given', async () => {
    const {told} = await document(join(vega, 'flights-3m.parquet'), '--columns', 'delay,origin', '--memory-limit', '200MB')
    expect(told.rows).to.equal(3_000_000)
    expect(told.columns.map(({name, distinct}) => [name, distinct])).to.deep.equal([
      ['delay', 867],
      ['origin', 229],
    ])
    expect(told.columns[0]).to.include({min: -1116, max: 1688})
  })

  it('leaves bad rows out, and tells of them all', async () => {
    const rows = Array.from({length: 20}, (_, index) => `${String(index)},x${',extra'.repeat(index % 2)}`)
    const file = await project.write('in.csv', `a,b\n${rows.join('\n')}\n`)
    const {code, told} = await document(file)
    expect(code).to.equal(0)
    expect(told).to.include({rows: 10, rows_rejected: 10})
    expect(told.warnings.map(({at, message}) => at?.line ?? message)).to.deep.equal([
      3,
      5,
      7,
      9,
      11,
      '5 more rows cannot be read',
    ])
    expect((await run(file)).stderr).to.include('10 rows · 2 columns · 10 rows left out')
  })

  it('describes what a step of a job gives', async () => {
    const file = await project.write('job.yaml', 'mods:\n  make: {_type: rows}\n')
    const {code, told} = await document(file, '--step', 'make')
    expect(code).to.equal(0)
    expect(told).to.include({format: 'step', step: 'make', rows: 2})
    expect(told.findings.map(({column, code: finding}) => `${column} ${finding}`)).to.deep.equal(['name surrounding_blanks'])
  })

  it('is of no rows where there are none', async () => {
    const {code, told} = await document(await project.write('in.csv', 'a,b\n'))
    expect([code, told.rows, told.findings]).to.deep.equal([0, 0, []])
    expect(told.warnings.map(({code: warning}) => warning)).to.deep.equal(['csv_no_rows'])
  })

  it('stops when it is told to, and leaves nothing', async () => {
    const ended = await runDatapy(['profile', join(vega, 'flights-3m.parquet'), '--json'], {
      env: {...process.env, TMPDIR: temporary},
      onStart(child) {
        const look = setInterval(() => {
          void readdir(temporary).then((names) => {
            if (names.length === 0) return
            clearInterval(look)
            child.kill('SIGINT')
          })
        }, 5)
        child.on('exit', () => {
          clearInterval(look)
        })
      },
    })
    expect(ended.code).to.equal(50)
    expect(JSON.parse(ended.stdout)).to.deep.include({status: 'error', exit_code: 50})
  })
})
