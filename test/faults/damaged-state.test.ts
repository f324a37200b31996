import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {lutimes, mkdir, readdir, rm, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'
import {gzipSync} from 'node:zlib'
import {processSpace} from '../../src/node/process-start.js'
import {runDatapy, type Ended} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {damages} from './damages.js'
import {contentsOf, spread, type Contents} from './kill-at-each.js'

const env = {...process.env, DATAPY_REGISTRY: resolve('registry.json'), DATAPY_STATE_DIR: ''}

const job = `mods:
  read: {_type: csv_reader, file_path: in.csv}
  new: {_type: filter, data: "\${read.data}", where: "true", incremental: id}
  csv: {_type: csv_writer, data: "\${new.data}", file_path: out/new.csv}
  table: {_type: parquet_writer, data: "\${new.data}", file_path: out/table.parquet}
  late: {_type: csv_reader, file_path: late.csv.gz, _depends_on: [csv, table]}
  last: {_type: csv_writer, data: "\${late.data}", file_path: out/last.csv}
`

const late = gzipSync('id\n7\n')
const codes = [0, 10, 20, 30, 40, 60]

/** What there is after a run that succeeded and one that failed in its last steps, with what killed processes leave. */
describe('Kill and loss', () => {
  let project: TempProject
  let saved: string
  const datapy = async (...args: readonly string[]) => await runDatapy(args, {cwd: project.folder, env})
  const rows = (count: number) => `id\n${Array.from({length: count}, (_, id) => `${String(id)}\n`).join('')}`
  const runJob = () => datapy('run-job', 'job.yaml', '--json')
  const outputs = async () => await contentsOf(project.path('out'))

  beforeEach(async () => {
    project = await tempProject({})
    saved = `${project.folder}.saved`
  })
  afterEach(async () => {
    await project.remove()
    await rm(saved, {recursive: true, force: true})
  })

  async function fail(): Promise<void> {
    await project.write('job.yaml', job)
    await project.write('in.csv', rows(40))
    await writeFile(project.path('late.csv.gz'), late)
    expect((await runJob()).code).to.equal(0)
    await project.write('in.csv', rows(60))
    await writeFile(project.path('late.csv.gz'), late.subarray(0, 15))
    expect((await runJob()).code).to.equal(30)
    await writeFile(project.path('late.csv.gz'), late)
    const [id = ''] = await readdir(project.path('.datapy/jobs'))
    const dead = {host: hostname(), space: await processSpace(), pid: 2 ** 22 + 1, start: 'x', nonce: 'ab'}
    for (const lock of ['job.lock', 'record.lock', 'x.late.step.lock'])
      await project.write(`.datapy/jobs/${id}/${lock}`, JSON.stringify(dead))
    const staged = {target: project.path('out/new.csv'), mark: '0123abcd', run: 'x'}
    await project.write('.datapy/live/1-0123abcd.jsonl', `${JSON.stringify(dead)}\n${JSON.stringify(staged)}\n`)
  }

  /** Files, as they are to the nanosecond: a table that looks newer than it was would not be taken for whole. */
  async function copy(from: string, to: string): Promise<void> {
    for (const name of ['.datapy', 'out']) {
      await rm(join(to, name), {recursive: true, force: true})
      await mkdir(to, {recursive: true})
      await promisify(execFile)('cp', ['-a', join(from, name), join(to, name)])
    }
  }

  async function after(change?: string): Promise<Contents> {
    await copy(saved, project.folder)
    if (change !== undefined) await rm(project.path(change))
    const ended = await runJob()
    expect(ended.code, ended.stderr).to.equal(0)
    return await outputs()
  }

  /** No bug, no stack, and a problem that names the file and says what to do. */
  function expectTold({code, stdout, stderr}: Ended, file: string): void {
    const told = `${stdout}${stderr}`
    expect(code, told).to.be.oneOf(codes)
    expect(told).not.to.match(/\n\s+at .*:\d+|TypeError|"bug"/)
    if (code === 0 || code === 10) return
    const {errors} = JSON.parse(stdout) as {errors: {hint?: string}[]}
    expect(JSON.stringify(errors)).to.include(file)
    for (const {hint} of errors) expect(hint, stdout).to.be.a('string')
  }

  cell('a file of the state folder that is damaged', async (tally) => {
    await fail()
    await copy(project.folder, saved)
    const files = Object.entries(await contentsOf(project.path('.datapy'))).filter(([, what]) => what !== 'folder')
    const state = files.map(([name]) => name).find((name) => name.endsWith('/state.json')) ?? ''
    const [wanted, fromTheFirst] = [await after(), await after(`.datapy/${state}`)]
    expect(wanted).not.to.deep.equal(fromTheFirst)
    const all = files.flatMap(([name], at) => damages(at * 7).map((damage) => ({name, damage})))
    for (const nth of spread(all.length, share(3, 2000))) {
      const {name, damage} = all[nth - 1] ?? {name: '', damage: {name: '', to: () => Promise.resolve(false)}}
      const file = project.path(`.datapy/${name}`)
      await copy(saved, project.folder)
      if (!(await damage.to(file))) continue
      // What nobody can read counts as left behind after five minutes.
      const then = new Date(Date.now() - 360_000)
      if (name.endsWith('.lock')) await lutimes(file, then, then).catch(() => undefined)
      await tally.try(`${name} ${damage.name}`, async () => {
        await lookAt(file)
        let ended = await runJob()
        expectTold(ended, file)
        if (ended.code !== 0) {
          await rm(file, {recursive: true, force: true})
          ended = await runJob()
        }
        expect(ended.code, ended.stderr).to.equal(0)
        const came = await outputs()
        const isWhole = [wanted, ...(name === state ? [fromTheFirst] : [])].some((one) => isSame(one, came))
        if (!isWhole) tally.wrong(`${name} ${damage.name}: other outputs`)
      })
    }
  })

  /** Commands that only look; what there is stays. */
  async function lookAt(file: string): Promise<void> {
    const before = await contentsOf(project.folder)
    const looks = [['list-runs'], ['show-run'], ['list-state'], ['report-run', '-o', '-'], ['prune-runs', '--keep', '0']].map(
      (args) => [...args, '--json'],
    )
    const [listed, shown, , reported] = await Promise.all(
      looks.map(async (args) => {
        const ended = await datapy(...args)
        expectTold(ended, file)
        return ended
      }),
    )
    expect(listed?.code).to.equal(0)
    expect(reported?.code).to.equal(shown?.code)
    const {runs, warnings} = JSON.parse(listed?.stdout ?? '') as {runs: unknown[]; warnings: unknown[]}
    // Each run is in the list, or the list says why it is not.
    expect(runs.length + warnings.length).to.equal(2)
    if (warnings.length > 0) expect(JSON.stringify(warnings)).to.include(file)
    expect(await contentsOf(project.folder)).to.deep.equal(before)
  }
})

function isSame(one: Contents, other: Contents): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
