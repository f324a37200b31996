import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {entryOf, registryOf, writePackage} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share, type Tally} from './cell.js'
import {failAtEachCall, type FailingCommand} from './fail-at-each-call.js'
import {faultedProject} from './faulted-project.js'

type Files = ReadonlyMap<string, string>

const chain = `mods:
  extract: {_type: csv_reader, file_path: in.csv}
  load: {_type: csv_writer, data: "\${extract.data}", file_path: out/out.csv}
`
const script = `import {runMod} from 'datapy'
const read = await runMod('csv_reader', {file_path: 'in.csv'}, 'extract')
if (read.status !== 'error') await runMod('csv_writer', {data: read.artifacts.data, file_path: 'out/out.csv'}, 'load')
`

/** A project with a job, a script, a mod to register and one that is registered. */
async function fill(folder: string): Promise<void> {
  await writeFile(join(folder, 'in.csv'), 'id,name\n1,Ann\n2,Bob\n')
  await writeFile(join(folder, 'job.yaml'), chain)
  await writeFile(join(folder, 'script.ts'), script)
  await writePackage(join(folder, 'mod'), entryOf('fresh'), 'export const run = (params, {result}) => result.success()\n')
}

async function register(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await fill(folder)
  await writeFile(join(folder, 'registry.json'), JSON.stringify(registryOf()))
  await runDatapy(['register-mod', './mod'], {cwd: folder, env})
}

/** The job has run so often, and keeps its logs for a day in a folder where an old one lies. */
const withRuns = (runs: number) => async (folder: string, env: NodeJS.ProcessEnv) => {
  await fill(folder)
  const line = JSON.stringify({timestamp: '2024-01-01T00:00:00.000Z', level: 'info', message: 'old', run_id: 'x', mod_name: ''})
  await mkdir(join(folder, 'logs'))
  await writeFile(join(folder, 'logs/job_20240101_000000.log'), `${line}\n`)
  await writeFile(join(folder, 'project_defaults.yaml'), 'logging: {base_path: logs, retention_days: 1}\n')
  for (let run = 0; run < runs; run += 1) await runDatapy(['run-job', 'job.yaml', '--restart'], {cwd: folder, env})
}

/** The entries of the registry, without the days that it was changed. */
const entries = (files: Files) => (JSON.parse(files.get('registry.json') ?? '{}') as {mods?: unknown}).mods ?? null
const output = (files: Files) => files.get('out/out.csv') ?? null
/** How many files there are of each run that can be found. */
const runs = (files: Files) => {
  const found = new Map<string, number>()
  for (const name of files.keys()) {
    const [, id] = /^\.datapy\/runs\/([^./][^/]*)\//.exec(name) ?? []
    if (id !== undefined) found.set(id, (found.get(id) ?? 0) + 1)
  }
  return [...found]
}
/** A watermark without the time it was set. */
const marks = (files: Files) =>
  [...files].filter(([name]) => name.endsWith('/state.json')).map(([, text]) => text.replaceAll(/"\w+": "\d{4}-[^"]+"/g, ''))

describe('Disk and permissions', () => {
  const fails = (
    what: string,
    args: readonly string[],
    start: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>,
    more: Partial<FailingCommand> & Pick<FailingCommand, 'outcome'>,
  ) => {
    // Most of the time goes into what each of them needs before it is tried at all.
    const quick = ['run-mod', 'register-mod', 'prune-runs'].includes(what)
    // All but what is about logs are calls of run-job, which another file tries.
    const most = share(1, what === 'the deletion of old logs' ? 40 : Infinity)
    const work = async (tally: Tally) => {
      await failAtEachCall(tally, async () => ({args, project: await faultedProject(start), ...more}), most)
    }
    cell(`a call of ${what} fails`, work, {quick})
  }
  const already = {again: /registered already/}
  const gone = {again: /no mod|not registered/}

  fails('run-mod', ['run-mod', 'extract', '--params', 'job.yaml', '--json'], fill, {outcome: () => null})
  fails('run-script', ['run-script', 'script.ts', '--json'], fill, {outcome: output})
  fails(
    'register-mod',
    ['register-mod', './mod', '--json'],
    async (folder) => {
      await fill(folder)
      await writeFile(join(folder, 'registry.json'), JSON.stringify(registryOf()))
    },
    {outcome: entries, ...already},
  )
  fails('unregister-mod', ['unregister-mod', 'fresh', '--json'], register, {outcome: entries, ...gone})
  fails('validate-registry', ['validate-registry', '--json', '--registry', 'registry.json'], register, {
    outcome: () => null,
    answers: true,
  })
  fails('list-registry', ['list-registry', '--json'], register, {outcome: () => null, answers: true})
  fails('prune-runs', ['prune-runs', '--keep', '2', '--json'], withRuns(3), {
    outcome: runs,
    mayLeaveOut: true,
  })
  fails('the deletion of old logs', ['run-job', 'job.yaml', '--json'], withRuns(0), {outcome: output})
  fails('set-state', ['set-state', 'job.yaml', 'extract', '5', '--json'], withRuns(1), {outcome: marks})
})
