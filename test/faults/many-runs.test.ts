import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {link, mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {promisify} from 'node:util'
import {someAtATime} from '../../src/node/some-at-a-time.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href
const job = `mods:
  read: {_type: csv_reader, file_path: in.csv}
  write: {_type: csv_writer, data: "\${read.data}", file_path: out.csv}
`

interface Used {
  readonly stdout: string
  readonly cpu_ms: number
  readonly peak_mb: number
}

describe('Load and leaks', () => {
  let project: TempProject
  const runs = (name = '') => project.path(join('.datapy/runs', name))
  beforeEach(async () => {
    project = await tempProject({})
    await project.write('in.csv', 'id\n1\n2\n')
    await project.write('job.yaml', job)
  })
  afterEach(() => project.remove())

  /** A command, and what its process took: the processor's time, since the machine may do other things besides. */
  async function used(...args: readonly string[]): Promise<Used> {
    const file = project.path('used.json')
    const env = {
      ...process.env,
      DATAPY_REGISTRY: resolve('registry.json'),
      DATAPY_STATE_DIR: '',
      NODE_OPTIONS: `--import=${preload}`,
      DATAPY_TEST_PEAK: file,
    }
    const {code, stdout, stderr} = await runDatapy(args, {cwd: project.folder, env})
    expect(code, `${args.join(' ')}: ${stderr}`).to.be.oneOf([0, 10])
    return {...(JSON.parse(await readFile(file, 'utf8')) as Omit<Used, 'stdout'>), stdout}
  }

  /** Runs that are as a real one, until there are so many: each a minute older than the one before it. */
  async function fill(count: number, real: string): Promise<void> {
    const names = await readdir(runs())
    const text = await Promise.all(
      ['run.json', 'result.json', 'steps.1.jsonl'].map(
        async (name) => [name, await readFile(join(runs(real), name), 'utf8')] as const,
      ),
    )
    const {started} = JSON.parse(text[0]?.[1] ?? '') as {started: string}
    const numbers = Array.from({length: count - names.length}, (_, index) => names.length + index)
    await someAtATime(numbers, 16, async (number) => {
      const then = new Date(Date.parse(started) - number * 60_000).toISOString()
      const id = `${then.replaceAll(/[-:.]/g, '')}_job_${number.toString(16).padStart(4, '0')}`
      const folder = runs(id)
      await mkdir(join(folder, 'data'), {recursive: true})
      for (const table of await readdir(join(runs(real), 'data')))
        await link(join(runs(real), 'data', table), join(folder, 'data', table))
      for (const [name, content] of text)
        await writeFile(join(folder, name), content.replaceAll(real, id).replaceAll(started, then))
    })
    expect(await readdir(runs())).to.have.length(count)
  }

  const few = share(100, 1000)
  const many = few * 10
  const kept = 5

  /** What is done with so many runs, and what it took. */
  async function tried(count: number, real: string): Promise<Record<string, Used>> {
    await fill(count, real)
    const oldest = (await readdir(runs())).toSorted()[0] ?? ''
    const took: Record<string, Used> = {
      'list-runs': await used('list-runs', '--json'),
      'list-runs --limit': await used('list-runs', '--json', '--limit', String(count)),
      'show-run': await used('show-run', '--json'),
      'show-run of the oldest': await used('show-run', oldest, '--json'),
      'run-job': await used('run-job', 'job.yaml', '--json'),
      'plan-job': await used('plan-job', 'job.yaml', '--json'),
      doctor: await used('doctor', 'job.yaml', '--json'),
    }
    const listed = (name: string) => (JSON.parse(took[name]?.stdout ?? '') as {runs: unknown[]}).runs.length
    expect(listed('list-runs')).to.equal(20)
    expect(listed('list-runs --limit')).to.equal(count)
    expect(JSON.parse(took['show-run of the oldest']?.stdout ?? '')).to.include({run_id: oldest})
    expect(await readdir(runs())).to.have.length(count + 1)
    return took
  }

  cell('ten thousand runs in one state folder, held against a thousand', async (tally) => {
    if (process.platform !== 'linux') tally.skip('/proc tells what a process took')
    await used('run-job', 'job.yaml')
    const [real = ''] = await readdir(runs())
    const [one, ten] = [await tried(few, real), await tried(many, real)]
    for (const [name, {cpu_ms: cpu, peak_mb: peak}] of Object.entries(ten)) {
      const base = one[name]
      tally.tried(2, cpu)
      if (base === undefined) continue
      // Ten times as many take ten times as long at most; what does not look at them all takes as long as before.
      const most = /^(list|show)/.test(name) ? 12 : 2
      if (cpu > base.cpu_ms * most + 500)
        tally.wrong(`${name}: ${String(cpu)} ms of the processor, and with a tenth of the runs ${String(base.cpu_ms)}`)
      if (peak > base.peak_mb + 20 + many * 0.02) tally.wrong(`${name}: ${String(peak)} MB, and before ${String(base.peak_mb)}`)
    }
    await tally.try('where a process may have 256 files open', async () => {
      const limited = ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath, datapyBin, 'list-runs', '--json']
      const {stdout} = await promisify(execFile)('sh', [...limited, '--limit', String(many + 1)], {
        cwd: project.folder,
        maxBuffer: 256 * 1024 * 1024,
      })
      const {runs: listed, warnings} = JSON.parse(stdout) as {runs: unknown[]; warnings: unknown[]}
      expect(warnings).to.deep.equal([])
      if (listed.length !== many + 1) tally.lost(`${String(many + 1 - listed.length)} runs in the list`)
    })
    await tally.try('prune-runs', async () => {
      const {cpu_ms: cpu, stdout} = await used('prune-runs', '--keep', String(kept), '--json')
      expect((JSON.parse(stdout) as {runs: unknown[]}).runs).to.have.length(many + 1 - kept)
      expect(await readdir(runs())).to.have.length(kept)
      expect(cpu).to.be.below(many * 10 + 2000)
    })
    await tally.try('what stays is whole', async () => {
      expect(JSON.parse((await used('list-runs', '--json')).stdout))
        .to.have.property('runs')
        .with.length(kept)
      expect((await readdir(project.path('.datapy/live')).catch(() => [])).length).to.equal(0)
    })
  })
})
