import {expect} from 'chai'
import {mkdir} from 'node:fs/promises'
import type {JobResult} from '../../src/model/result.js'
import {smallDisk, type SmallDisk} from '../small-disk.js'
import {tempProject, type TempProject} from '../temp-project.js'

const random = `SELECT md5(range::VARCHAR) AS a, md5((range + 1)::VARCHAR) AS b FROM range(1500000)`
const mods = {
  sorts: {
    code: `export async function run(_, {data, result}) {
      const numbered = await data.sql('SELECT a, b, row_number() OVER (ORDER BY a, b) AS n FROM (${random})', {})
      await numbered.sql('SELECT * FROM input WHERE n < 3').then((few) => few.rows())
      return result.success()
    }`,
  },
  makes: {
    interface: {output_ports: ['data']},
    code: `export async function run(_, {data, result}) {
      result.addArtifact('data', await data.sql('${random}', {}))
      return result.success()
    }`,
  },
  writes: {
    category: 'sinks',
    config_schema: {
      type: 'object',
      properties: {file_path: {type: 'string', format: 'output-file'}, options: {type: 'object'}},
    },
    code: `export async function run({file_path, options}, {data, result}) {
      const {rows_written} = await data.writeCsv(await data.sql('${random}', {}), file_path, options ?? {})
      result.addMetric('rows_written', rows_written)
      return result.success()
    }`,
  },
  fills: {
    code: `import {writeFile} from 'node:fs/promises'
    export async function run({file_path}, {data, result}) {
      const {temporary} = await data.stageFile(file_path)
      await writeFile(temporary, Buffer.alloc(50_000_000))
      return result.success()
    }`,
  },
  quick: {code: `export async function run(_, {logger, result}) { logger.info('here'); return result.success() }`},
}

describe('a disk that is full', function () {
  this.timeout(60_000)
  let project: TempProject
  let disk = ''
  beforeEach(async () => {
    project = await tempProject(mods)
    disk = project.path('disk')
    await mkdir(disk)
  })
  afterEach(() => project.remove())

  const mounted = async (test: Mocha.Context, megabytes: number, options?: {full: boolean}): Promise<SmallDisk> => {
    const small = await smallDisk(disk, megabytes, options)
    if (typeof small !== 'string') return small
    process.stderr.write(`        skipped: ${small}\n`)
    return test.skip()
  }
  const stateThere = () => ({...process.env, DATAPY_STATE_DIR: disk})

  for (const [type, what] of [
    ['sorts', 'for what a query spills'],
    ['makes', 'for the tables that mods leave'],
  ] as const) {
    it(`${what} fails the mod with 30, names the folder, and says what to do`, async function () {
      const job = await project.write('job.yaml', `mods:\n  x: {_type: ${type}}\n  y: {_type: quick}\n`)
      const {code, stdout, rest} = await (
        await mounted(this, 12)
      ).run(['run-job', job, '--json', '--memory-limit=100MB'], stateThere())
      const document = JSON.parse(stdout) as JobResult
      expect(code).to.equal(30)
      expect(document.errors).to.deep.equal([
        {
          code: 'disk_full',
          message: `the disk that holds ${disk}/runs/${document.run_id} is full`,
          at: {file: `${disk}/runs/${document.run_id}`},
          hint: 'free space there, or name a larger disk for runs with DATAPY_STATE_DIR',
        },
      ])
      expect(document.mods['y']).to.include({status: 'success'})
      expect(rest).to.match(/result\.json/)
      expect(rest).not.to.match(/data-[0-9a-f]{8}|\.tmp/)
    })
  }

  it('for a file to write fails the mod with 30, names the file, and leaves nothing of it', async function () {
    const small = await mounted(this, 12)
    for (const options of ['{}', '{quote_style: all}']) {
      const job = await project.write('job.yaml', `mods:\n  x: {_type: writes, file_path: disk/out.csv, options: ${options}}\n`)
      const {code, stdout, rest} = await small.run(['run-job', job, '--json'])
      expect(code).to.equal(30)
      expect((JSON.parse(stdout) as JobResult).errors[0]).to.deep.include({code: 'disk_full', at: {file: `${disk}/out.csv`}})
      expect(rest).to.equal('')
    }
  })

  it('for a file that the mod itself writes is told as such too', async function () {
    const job = await project.write('job.yaml', `mods:\n  x: {_type: fills, file_path: ${disk}/out.bin}\n`)
    const {code, stdout, rest} = await (await mounted(this, 12)).run(['run-job', job, '--json'])
    expect(code).to.equal(30)
    expect((JSON.parse(stdout) as JobResult).errors.map((error) => error.code)).to.deep.equal(['disk_full'])
    expect(rest).to.equal('')
  })

  it('for the log cuts that short, says so, and stops nothing', async function () {
    const job = await project.write('job.yaml', 'globals: {log_path: disk/logs}\nmods:\n  x: {_type: quick}\n')
    const {code, stderr, rest} = await (await mounted(this, 1, {full: true})).run(['run-job', job])
    expect(code).to.equal(0)
    expect(stderr).to.match(/WARN {2}the log \S+\.log is cut short: the disk is full/)
    expect(rest).to.match(/^\.\/logs\/job_\d+_\d+\.log\n$/)
  })

  it('for the documents of a run ends it with 30, and still with one document', async function () {
    const job = await project.write('job.yaml', 'mods:\n  x: {_type: quick}\n')
    const {code, stdout} = await (await mounted(this, 1, {full: true})).run(['run-job', job, '--json'], stateThere())
    expect(code).to.equal(30)
    expect((JSON.parse(stdout) as JobResult).errors.map((error) => error.code)).to.deep.equal(['disk_full'])
  })
})
