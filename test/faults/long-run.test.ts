import {expect} from 'chai'
import {readFileSync, statSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy, type Ended} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {fakeTime, setClock} from './fake-clock.js'

const mods = {
  works: {
    config_schema: {type: 'object', properties: {hours: {type: 'number'}}},
    code: `export async function run({hours}, {logger, progress, result, signal}) {
      logger.info('begins')
      for (let minute = 0; minute < hours * 60 && !signal.aborted; minute += 5) {
        await new Promise((resolve) => setTimeout(resolve, 300_000))
        progress(minute, hours * 60)
        if (minute % 60 === 0) logger.info('another hour')
      }
      return result.success()
    }`,
  },
}

/** Once its mod has begun, the clocks of a process, the monotonic one too, go so many times as fast as the true ones. */
const speed = 600
const began = '2026-02-28 23:30:00'
const beganMs = Date.parse('2026-02-28T23:30:00Z')

interface Line {
  readonly timestamp: string
  readonly message: string
  readonly elapsed_s?: number
  readonly rows?: number
}

describe('Load and leaks', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const at = (library: string, clock: string, args: readonly string[]): Promise<Ended> =>
    runDatapy(args, {
      cwd: project.folder,
      env: {...process.env, LD_PRELOAD: library, FAKETIME: clock, NO_FAKE_STAT: '1', TZ: 'UTC'},
    })

  /** Runs fast from when a mod says that it begins: what a mod takes to be loaded is bounded. */
  async function fast(library: string, args: readonly string[], onStart?: (pid: number) => void): Promise<Ended> {
    const clock = await project.write(`clock-${String(performance.now())}`, `@${began} x1`)
    const faked = {LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', NO_FAKE_STAT: '1', TZ: 'UTC'}
    return await runDatapy(args, {
      cwd: project.folder,
      env: {...process.env, ...faked},
      onStart(child) {
        onStart?.(child.pid ?? 0)
        child.stderr?.on('data', (text: string) => {
          if (text.includes('begins')) setClock(clock, `@${began} x${String(speed)}`)
        })
      },
    })
  }
  const jobOf = ({stdout}: Ended) => JSON.parse(stdout) as JobResult
  const linesOf = async (file: string) => (await readFile(file, 'utf8')).trim().split('\n')

  cell('a job of hours, its clocks made to run fast: signs of life, log, memory, record', async (tally) => {
    if (process.platform !== 'linux') tally.skip('/proc tells what a process holds')
    const library = await fakeTime(tally)
    const hours = share(1, 49)
    const file = await project.write('long.yaml', `mods:\n  x: {_type: works, hours: ${String(hours)}}\n`)
    const short = await project.write('short.yaml', 'mods:\n  y: {_type: works, hours: 0}\n')
    // Older than an eighth of the run: a log that is still written to is not.
    await project.write('project_defaults.yaml', `logging: {base_path: logs, retention_days: ${String(hours / 24 / 8)}}\n`)
    const memory: number[] = []
    const touched = new Set<number>()
    const long: {pid?: number} = {}
    const running = fast(library, ['run-job', file, '--json'], (pid) => (long.pid = pid))
    const ended: {value?: Ended} = {}
    void running.then((value) => (ended.value = value))
    const realMs = (part: number) => ((hours * 3_600_000) / speed) * part
    const started = performance.now()
    let shorts = 0
    let isRefused = false
    while (ended.value === undefined) {
      await wait(realMs(1 / 60))
      const past = performance.now() - started
      memory.push(residentOf(long.pid ?? 0))
      for (const lock of await locks()) touched.add(lock)
      if (!isRefused && past > realMs(0.5)) {
        isRefused = true
        await tally.try('the same job, on a clock of another year', async () => {
          const second = await at(library, '+400d', ['run-job', file, '--json'])
          expect(second.code, second.stderr).to.equal(60)
        })
      }
      if (past > realMs((shorts + 1) / 4) && shorts < 3) {
        shorts += 1
        const now = new Date(beganMs + past * speed).toISOString().slice(0, 19).replace('T', ' ')
        await tally.try(`another job, which deletes old logs, at ${now}`, async () => {
          const other = await at(library, `@${now}`, ['run-job', short, '--json'])
          expect(other.code, other.stderr).to.equal(0)
        })
      }
    }
    const {value} = ended
    await tally.try('how it ended', async () => {
      expect(value.code, value.stderr).to.equal(0)
      const job = jobOf(value)
      const seconds = hours * 3600
      for (const one of [job, job.mods['x'] as Result])
        expect(one.execution_time).to.be.within(seconds * 0.98, seconds * 1.2 + 600)
      const listed = JSON.parse((await runDatapy(['list-runs', file, '--json'], {cwd: project.folder})).stdout) as {
        runs: {seconds: number; started: string}[]
      }
      expect(listed.runs[0]?.seconds).to.be.within(seconds * 0.98, seconds * 1.2 + 600)
      expect(listed.runs[0]?.started).to.match(/^2026-02-28T23:3/)
    })
    await tally.try('its log, and the lines on stderr', async () => {
      const [name = ''] = (await readdir(project.path('logs'))).filter((one) => one.startsWith('long_'))
      if (name === '') {
        tally.lost('the log of the run')
        return
      }
      const lines = (await linesOf(project.path(`logs/${name}`))).map((line) => JSON.parse(line) as Line)
      const times = lines.map(({timestamp}) => timestamp)
      expect(times).to.deep.equal(times.toSorted())
      const alive = lines.filter(({message}) => message === 'alive')
      // One a minute; of those that a machine is too busy for, which has a tenth of a second for each, it makes one.
      expect(alive.length).to.be.within(hours * 6, hours * 60 * 1.2 + 10)
      expect(lines.length - alive.length).to.be.below(hours + 10)
      const elapsed = alive.map(({elapsed_s: passed = 0}) => passed)
      expect(elapsed).to.deep.equal(elapsed.toSorted((a, b) => a - b))
      expect(value.stderr.split('\n').filter((line) => line.includes(' alive ')).length).to.equal(alive.length)
    })
    await tally.try('its memory and its lock', async () => {
      const part = (from: number, to: number) => memory.slice(Math.floor(memory.length * from), Math.floor(memory.length * to))
      const [second, last] = [Math.max(...part(0.25, 0.5)), Math.max(...part(0.75, 0.98))]
      expect(last).to.be.below(second + 30)
      // A sign each half minute: a host that cannot see the process takes it for dead after ten of these.
      expect(touched.size).to.be.above(10)
      expect(await locks()).to.deep.equal([])
      expect(await readdir(project.path('.datapy/live')).catch(() => [])).to.deep.equal([])
    })
  })

  cell('a timeout of hours, its clocks made to run fast', async (tally) => {
    const library = await fakeTime(tally)
    for (const timeout of [900, 5400].slice(0, share(1, 2)))
      await tally.try(`${String(timeout)} seconds`, async () => {
        const file = await project.write('late.yaml', `mods:\n  x: {_type: works, hours: 48, _timeout: ${String(timeout)}}\n`)
        const ended = await fast(library, ['run-job', file, '--json'])
        expect(ended.code, ended.stderr).to.equal(40)
        expect((jobOf(ended).mods['x'] as Result).execution_time).to.be.within(timeout * 0.98, timeout * 1.2 + 600)
      })
  })

  /** When the locks of jobs were touched, by the clock of the file system. */
  async function locks(): Promise<readonly number[]> {
    const jobs = await readdir(project.path('.datapy/jobs')).catch(() => [])
    return jobs.flatMap((job) => {
      const there = statSync(project.path(`.datapy/jobs/${job}/job.lock`), {throwIfNoEntry: false})
      return there === undefined ? [] : [there.mtimeMs]
    })
  }
})

/** In MB; 0 where it has ended. */
function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
