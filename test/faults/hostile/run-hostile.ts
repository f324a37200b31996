import {spawn} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import type {JobResult, Result} from '../../../src/model/result.js'
import {datapyBin} from '../../run-datapy.js'
import type {TempProject} from '../../temp-project.js'
import type {HostileMods, Outcome} from './hostile-mod.js'
import {goodBytes, hostileMods} from './hostile-project.js'

/** How a hostile mod is run: in the middle of a job, in or apart from its process; alone; by a script. */
export type Way = 'apart' | 'job' | 'run-mod' | 'script'

export interface HostileRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly document: JobResult | Result | undefined
  readonly seconds: number
  /** What `good_sink` left, before and after the hostile mod; undefined where it did not come to it. */
  readonly files: readonly (string | undefined)[]
}

/** The longest that any of them may take before it is called a hang, where nothing else is said. */
const mostSeconds = 60

export interface HostileOptions {
  readonly mods?: HostileMods
  readonly mostSeconds?: number
}

export async function runHostile(
  project: TempProject,
  type: string,
  way: Way,
  {mods = hostileMods, mostSeconds: most = mostSeconds}: HostileOptions = {},
): Promise<HostileRun> {
  const mod = mods[type]
  const place = `${type}-${way}`
  const options = way === 'apart' ? `, ${mod?.options ?? '_isolate: true'}` : ''
  const sink = (name: string) =>
    `{_type: good_sink, data: "\${good.data}", n: "\${good.globals.n}", file_path: ${place}/${name}.csv}`
  const alone = `mods:\n  hostile: {_type: ${type}${options}}\n`
  const chain = `mods:
  good: {_type: good_source}
  before: ${sink('before')}
  hostile: {_type: ${type}, _depends_on: before${options}}
  after: ${sink('after')}
  needs: {_type: good_source, _depends_on: hostile}
`
  const job = await project.write(`${place}.yaml`, way === 'run-mod' ? alone : chain)
  const script = await project.write(
    `${place}.ts`,
    `import {runMod} from 'datapy'
const sink = async (file_path: string) => {
  const {artifacts, globals} = await runMod('good_source')
  await runMod('good_sink', {data: artifacts.data, n: globals.n, file_path})
}
await sink('${place}/before.csv')
await runMod('${type}', {}, 'hostile')
await sink('${place}/after.csv')
`,
  )
  const args = {
    job: ['run-job', job, '--concurrency', '1'],
    apart: ['run-job', job, '--concurrency', '1'],
    'run-mod': ['run-mod', 'hostile', '--params', job],
    script: ['run-script', script],
  }[way]
  const began = performance.now()
  const env = {
    ...process.env,
    TMPDIR: project.path('tmp'),
    DATAPY_STATE_DIR: project.path(`state/${place}`),
    DATAPY_REGISTRY: project.path('registry.json'),
  }
  const ended = await runBounded([...args, '--json'], env, most * 1000)
  const seconds = (performance.now() - began) / 1000
  const fileOf = (name: string) => readFile(project.path(`${place}/${name}.csv`), 'utf8').catch(() => undefined)
  return {...ended, document: documentOf(ended.stdout), seconds, files: [await fileOf('before'), await fileOf('after')]}
}

function documentOf(stdout: string): JobResult | Result | undefined {
  try {
    return JSON.parse(stdout) as JobResult | Result
  } catch {
    return undefined
  }
}

const mostStderr = 1_000_000

/** In a group of its own, so that what a mod has started goes with it. */
function runBounded(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  mostMs: number,
): Promise<Pick<HostileRun, 'code' | 'stderr' | 'stdout'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [datapyBin, ...args], {
      cwd: '/',
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // Of what goes to stderr, which may be a line for each of a million, the end is what is looked at.
    const out = {stdout: '', stderr: ''}
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr = (out.stderr + text).slice(-mostStderr)))
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended, and nothing is left of it.
      }
    }
    const timer = setTimeout(end, mostMs)
    child.on('error', reject).on('exit', () => setTimeout(end, 200))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({code, ...out})
    })
  })
}

/** What of a run is not as promised, whatever the mod did. */
export function broken(type: string, way: Way, run: HostileRun, mods: HostileMods = hostileMods): readonly string[] {
  const faults: string[] = []
  const {document, code, files, stderr, stdout} = run
  const [before, after] = files
  const mod = mods[type]
  const expected = way === 'apart' ? (mod?.apart ?? mod?.here) : mod?.here
  const result = document !== undefined && 'mods' in document ? document.mods['hostile'] : document
  const told = result !== undefined && 'errors' in result ? result : document
  const shown = told !== undefined && 'errors' in told ? told.errors[0] : undefined
  if (document === undefined) faults.push(`stdout is no JSON document: ${JSON.stringify(stdout.slice(0, 200))}`)
  else if (document.exit_code !== code)
    faults.push(`the document says ${String(document.exit_code)}, the process ${String(code)}`)
  const isThat = (outcome: Outcome | undefined) => outcome !== undefined && code === outcome[0] && shown?.code === outcome[1]
  if (expected !== undefined && !isThat(expected) && !(way === 'apart' && isThat(mod?.orApart)))
    faults.push(
      `came to ${String(code)} ${String(shown?.code)} (${String(shown?.message).slice(0, 150)}), not to ${expected.join(' ')}`,
    )
  if (![0, 10, 20, 30, 40, 50, 60, mod?.here?.[0]].includes(code ?? -1)) faults.push(`exit code ${String(code)}`)
  if (way !== 'run-mod' && code !== 20) {
    if (before !== goodBytes) faults.push(`the step before left ${JSON.stringify(before)}`)
    if (after !== goodBytes) faults.push(`the step after left ${JSON.stringify(after)}`)
  }
  if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr)) faults.push(`a stack trace: ${stderr.slice(-600)}`)
  return faults
}
