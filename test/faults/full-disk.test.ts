import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {catalogue} from '../../src/errors/catalogue.js'
import type {JobResult} from '../../src/model/result.js'
import {datapyBin, runDatapy, type Ended} from '../run-datapy.js'
import {smallDisk} from '../small-disk.js'
import {cell, share} from './cell.js'
import {checkEnd} from './check-end.js'
import {faultedProject} from './faulted-project.js'

/** 1.5 MB that no codec makes smaller. */
const rows = Array.from(
  {length: 20_000},
  (_, row) => `${String(row)},${createHash('sha256').update(String(row)).digest('hex')}\n`,
)
const job = (folder: string) => `mods:
  extract: {_type: csv_reader, file_path: in.csv}
  text: {_type: csv_writer, data: "\${extract.data}", file_path: ${folder}/out.csv}
  table: {_type: parquet_writer, data: "\${extract.data}", file_path: ${folder}/out.parquet}
  lines: {_type: json_writer, data: "\${extract.data}", file_path: ${folder}/out.ndjson, format: ndjson}
`
const outputs = ['out.csv', 'out.ndjson', 'out.parquet']

const makeProject = () =>
  faultedProject(async (folder) => {
    await mkdir(join(folder, 'disk'))
    await writeFile(join(folder, 'in.csv'), `id,hash\n${rows.join('')}`)
    await writeFile(join(folder, 'job.yaml'), job('disk'))
  })

describe('Disk and permissions', () => {
  cell('no file may be larger than so much', async (tally) => {
    const project = await makeProject()
    const options = {cwd: project.folder, env: project.env}
    const args = ['run-job', 'job.yaml', '--json']
    try {
      await runDatapy(args, options)
      const whole = await project.files()
      // In blocks of 512 bytes, of which the largest output has some 3,600.
      for (const blocks of [500, 3000, 1, 2, 8, 40, 100, 1000, 2000, 2500, 3200, 50].slice(0, share(2, 12)))
        await tally.try(`${String(blocks)} blocks`, async () => {
          await project.reset()
          const ended = await withLimit(blocks, args, options)
          const {errors, exit_code: code} = JSON.parse(ended.stdout) as JobResult
          expect([20, 30]).to.include(ended.code)
          expect(code).to.equal(ended.code)
          expect(errors.every((one) => one.code in catalogue && one.hint?.includes('ulimit -f'))).to.equal(true, ended.stdout)
          const left = await project.files()
          for (const [name, content] of left) if (name.startsWith('disk/')) expect(content, name).to.equal(whole.get(name))
          expect((await runDatapy(args, options)).code).to.equal(0)
          const last = await project.files()
          for (const name of outputs) expect(last.get(`disk/${name}`), name).to.equal(whole.get(`disk/${name}`))
        })
    } finally {
      await project.remove()
    }
  })

  cell('the disk of outputs and runs has only so much room', async (tally) => {
    const project = await makeProject()
    try {
      const disk = await smallDisk(join(project.folder, 'disk'), 1)
      if (typeof disk === 'string') return tally.skip(disk)
      for (const megabytes of [3, 5, 1, 2, 4, 6, 7, 8].slice(0, share(1, 8)))
        await tally.try(`${String(megabytes)} MB`, async () => {
          const small = await smallDisk(join(project.folder, 'disk'), megabytes)
          if (typeof small === 'string') throw new Error(small)
          const args = ['run-job', join(project.folder, 'job.yaml'), '--json']
          const ended = await small.run(args, {...project.env, DATAPY_STATE_DIR: join(project.folder, 'disk/state')})
          checkEnd(ended, 'ENOSPC', args, project.folder)
          const names = ended.rest.split('\n').filter((name) => /\.tmp$|\/data-[0-9a-f]{8}/.test(name))
          expect(names, 'left over').to.deep.equal([])
          if (ended.code === 0) for (const name of outputs) expect(ended.rest).to.include(`./${name}\n`)
        })
    } finally {
      await project.remove()
    }
  })
})

/** Runs `datapy` where no file may get larger than so many blocks of 512 bytes. */
function withLimit(
  blocks: number,
  args: readonly string[],
  options: {readonly cwd: string; readonly env: NodeJS.ProcessEnv},
): Promise<Ended> {
  const command = ['-c', `ulimit -f ${String(blocks)}; exec "$@"`, 'sh', process.execPath, datapyBin, ...args]
  return new Promise((resolve) => {
    execFile('sh', command, {...options, maxBuffer: 1e8}, (error, stdout, stderr) => {
      resolve({code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, stdout, stderr})
    })
  })
}
