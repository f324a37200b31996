import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

/** So many processes are killed. */
const kills = share(4, 600)

const job = `mods:
  read: {_type: csv_reader, file_path: in.csv, on_bad_row: collect, rejects_file: out/unreadable.csv}
  clean: {_type: data_cleaner, data: "\${read.data}", trim: true, drop_duplicates: true, cast: {amount: decimal}, on_cast_error: reject}
  large: {_type: filter, data: "\${clean.data}", where: "amount > 50"}
  total: {_type: aggregate, data: "\${clean.data}", group_by: [city], aggregates: {rows: {function: count}, amount: {function: sum, column: amount}}}
  sorted: {_type: sort, data: "\${large.data}", by: [city, id]}
  rejected: {_type: csv_writer, data: "\${clean.rejected}", file_path: out/rejected.csv}
  new: {_type: csv_writer, data: "\${sorted.data}", file_path: out/new.csv, if_exists: error}
  kept: {_type: csv_writer, data: "\${sorted.data}", file_path: out/kept.csv, if_exists: backup}
  lines: {_type: json_writer, data: "\${large.data}", file_path: out/lines.ndjson}
  table: {_type: parquet_writer, data: "\${total.data}", file_path: out/table.parquet}
`

/** Every file of the folder by what is in it; of a backup, the name without its time. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder)
  const entries = names.map(async (name): Promise<[string, string]> => [
    name.replace(/\.\d{8}_\d{6}\.bak$/, '.bak'),
    createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex'),
  ])
  return Object.fromEntries((await Promise.all(entries)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

describe('Kill and loss', () => {
  let folder: TempProject
  beforeEach(async () => {
    folder = await tempProject({})
  })
  afterEach(() => folder.remove())

  async function begin(): Promise<void> {
    await rm(folder.path('out'), {recursive: true, force: true})
    await rm(folder.path('.datapy'), {recursive: true, force: true})
    await folder.write('out/kept.csv', 'what was there before\n')
  }

  /** Runs the job and kills it after so many milliseconds, if it has not ended by then. Says whether it was killed. */
  async function kill(afterMs: number): Promise<boolean> {
    const child = spawn(process.execPath, [datapyBin, 'run-job', folder.path('job.yaml'), '-q'], {
      stdio: 'ignore',
      env: {...process.env, DATAPY_REGISTRY: resolve('registry.json')},
    })
    const ended = new Promise<boolean>((done) => {
      child.on('exit', (_code, signal) => {
        done(signal === 'SIGKILL')
      })
    })
    await Promise.race([sleep(afterMs), ended])
    child.kill('SIGKILL')
    return await ended
  }

  cell('SIGKILL at random instants of a job of ten steps', async (tally) => {
    const rows = Array.from(
      {length: 4000},
      (_, id) => `${String(id)}, name ${String(id % 97)},city${String(id % 31)},${String(id % 101)}.5`,
    )
    rows.splice(100, 0, '1,2', 'x,"y')
    rows[200] = '200,n,city,many'
    await writeFile(folder.path('in.csv'), `id,name,city,amount\n${rows.join('\n')}\n`)
    await folder.write('job.yaml', job)
    const run = () => runDatapy(['run-job', folder.path('job.yaml'), '--registry', resolve('registry.json'), '--json'])

    await begin()
    const started = Date.now()
    const undisturbed = await run()
    const whole = Date.now() - started
    expect(undisturbed.code, undisturbed.stderr).to.be.oneOf([0, 10])
    const wanted = await contents(folder.path('out'))
    expect(Object.keys(wanted)).to.have.length(7)

    let killed = 0
    let rounds = 0
    while (killed < kills) {
      await begin()
      rounds += 1
      for (let round = 0; round < 10 && killed < kills; round += 1) {
        const started = performance.now()
        if (!(await kill(whole * (0.1 + 0.9 * Math.random())))) break
        killed += 1
        tally.tried(1, performance.now() - started)
      }
      const {code, stderr, stdout} = await run()
      expect(code, `${stderr}\n${stdout}`).to.equal(undisturbed.code)
      expect(await contents(folder.path('out')), `after ${String(killed)} kills\n${stderr}`).to.deep.equal(wanted)
      expect((JSON.parse(stdout) as {status: string}).status).to.equal(
        (JSON.parse(undisturbed.stdout) as {status: string}).status,
      )
      expect(await readdir(folder.path('.datapy/live'))).to.deep.equal([])
    }
    // Each round is of ten kills at most, so that what they leave is looked at often.
    expect(rounds).to.be.at.least(kills / 10)
    expect((await stat(folder.path('out'))).isDirectory()).to.equal(true)
  })
})
