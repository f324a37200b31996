import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share, type Tally} from './cell.js'

interface Held {
  readonly heap: number
  readonly rss: number
  readonly handles: number
  readonly listeners: number
  readonly descriptors: number
  readonly temp: number
}

const settling = {heap: 2_000_000, rss: 30_000_000}

const root = join(import.meta.dirname, '../..')
const success = `{status: 'success', exit_code: 0, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: []}`

const mods = {
  good_source_bare: {code: `export const run = () => (${success})`},
  good_source: {
    category: 'sources',
    interface: {output_ports: ['data']},
    code: `export function run(_, {result}) {
      result.addArtifact('data', [{n: 1, name: 'a'}, {n: 2, name: 'b'}])
      return result.success()
    }`,
  },
}

/** Does something so many times in one process, and holds what it has after the last quarter against the second. */
async function levelsOff(
  tally: Tally,
  what: string,
  times: number,
  mayGrow: {readonly heap: number; readonly rss: number},
): Promise<void> {
  if (process.platform !== 'linux') tally.skip('/proc tells what a process holds')
  const project = await tempProject(mods)
  try {
    const began = performance.now()
    const quarters = await measured(project, what, times)
    tally.tried(times, (performance.now() - began) / times)
    const [, middle, , last] = quarters as [Held, Held, Held, Held]
    for (const name of ['handles', 'listeners', 'descriptors', 'temp'] as const)
      if (last[name] > middle[name] + 3) tally.wrong(`${name} grew from ${String(middle[name])} to ${String(last[name])}`)
    for (const name of ['heap', 'rss'] as const) {
      // What is compiled and cached in the beginning is no leak.
      const grown = (last[name] - middle[name] - settling[name]) / (times / 2)
      if (grown > mayGrow[name]) tally.wrong(`${name} grew by ${String(Math.round(grown))} bytes each time`)
    }
    // One run for all of the mods, one each for jobs; and no process is noted as living.
    const runs = await readdir(project.path('state/runs'))
    expect(runs.length).to.equal(what === 'jobs' ? times : 1)
    expect(await readdir(project.path('state/live')).catch(() => [])).to.deep.equal([])
  } finally {
    await project.remove()
  }
}

async function measured(project: TempProject, what: string, times: number): Promise<unknown> {
  await mkdir(project.path('tmp'))
  const job = await project.write(
    'job.yaml',
    'mods:\n  a: {_type: good_source}\n  b: {_type: good_source_bare, _depends_on: a}\n',
  )
  const child = join(root, 'test/faults/leaks/measure-child.js')
  const args = ['--expose-gc', child, join(root, 'dist/index.js'), what, String(times), job]
  const env = {
    ...process.env,
    TMPDIR: project.path('tmp'),
    DATAPY_STATE_DIR: project.path('state'),
    DATAPY_REGISTRY: project.path('registry.json'),
  }
  const {stdout} = await promisify(execFile)(process.execPath, args, {cwd: project.folder, env, maxBuffer: 64 * 1024 * 1024})
  return JSON.parse(stdout)
}

describe('Load and leaks', () => {
  cell('10,000 mods by runMod in one process', (tally) => levelsOff(tally, 'mods', share(2000, 10_000), {heap: 400, rss: 4000}))
  cell('tables by runMod in one process, which are held until it ends', (tally) =>
    levelsOff(tally, 'tables', share(80, 2000), {heap: 20_000, rss: 400_000}),
  )
  cell('jobs by runJob in one process', (tally) => levelsOff(tally, 'jobs', share(12, 500), {heap: 10_000, rss: 100_000}))
})
