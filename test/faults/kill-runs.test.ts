import {expect} from 'chai'
import {readFile, rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {stampOf} from '../../src/node/log-file.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share, type Tally} from './cell.js'
import {contentsOf, killAtEach, type Contents, type Killed, type KillSpec} from './kill-at-each.js'
import {faultableCalls, runWithFault} from './run-with-fault.js'

const env = {...process.env, DATAPY_REGISTRY: resolve('registry.json'), DATAPY_STATE_DIR: ''}

const job = `mods:
  read: {_type: csv_reader, file_path: in.csv}
  some: {_type: filter, data: "\${read.data}", where: "id > 10"}
  new: {_type: csv_writer, data: "\${some.data}", file_path: out/new.csv, if_exists: error}
  kept: {_type: json_writer, data: "\${some.data}", file_path: out/kept.ndjson, if_exists: backup}
  table: {_type: parquet_writer, data: "\${some.data}", file_path: out/table.parquet}
`

describe('Kill and loss', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({})
    await fill()
  })
  afterEach(() => project.remove())

  async function fill(): Promise<void> {
    const rows = Array.from({length: 50}, (_, id) => `${String(id)},name ${String(id)}\n`)
    await project.write('in.csv', `id,name\n${rows.join('')}`)
    await project.write('out/kept.ndjson', 'what was there before\n')
    await project.write('out/table.parquet', 'what was there before\n')
    await project.write('job.yaml', job)
    await project.write('project_defaults.yaml', 'logging: {base_path: logs, retention_days: 1}\n')
    await project.write('logs/job_20200101_000000.log', '{"timestamp":"2020-01-01","level":"info","run_id":"r"}\n')
    await project.write('logs/job_20200102_000000.log', '{"timest')
    await project.write('logs/job_20200103_000000.log', '')
    // Old is what is older than the log before: that of an hour ago.
    const name = `logs/job_${stampOf(new Date(Date.now() - 3_600_000))}.log`
    await project.write(name, '{"timestamp":"2020-01-01","level":"info","run_id":"r"}\n')
  }

  const datapy = async (...args: readonly string[]) => await runDatapy(args, {cwd: project.folder, env})
  const runJob = ['run-job', 'job.yaml', '-q', '--concurrency', '1']
  /** What a run leaves in the end: the outputs of an undisturbed one, and of what it had in hand nothing. */
  async function expectEnded(wanted: Contents, told: string): Promise<void> {
    const contents = await contentsOf(project.folder)
    expect(outputsOf(contents), told).to.deep.equal(outputsOf(wanted))
    expect(leftovers(contents).join(', '), told).to.equal('')
    expect(
      Object.keys(contents).filter((name) => name.startsWith('logs/job_2020')),
      told,
    ).to.deep.equal([])
  }

  async function lookAtRun({before, wanted, left}: Killed): Promise<void> {
    expectWhole(before, wanted, left)
    for (const name of Object.keys(left).filter((one) => /^\.datapy\/[^.]*\.json$/.test(one)))
      JSON.parse(await readFile(join(project.folder, name), 'utf8'))
    const again = await datapy(...runJob)
    expect(again.code, again.stderr).to.equal(0)
    await expectEnded(wanted, again.stderr)
  }

  async function killed(
    tally: Tally,
    args: readonly string[],
    most: number,
    how: Pick<KillSpec, 'begin' | 'look'>,
  ): Promise<void> {
    await killAtEach(tally, {folder: project.folder, args, options: {cwd: project.folder, env}, most, ...how})
  }

  cell('SIGKILL at each call of run-job', async (tally) => {
    await killed(tally, runJob, share(1, 1000), {look: lookAtRun})
  })

  cell('SIGKILL at each call of a run that goes on after a SIGKILL', async (tally) => {
    // Of the three outputs one has its name then, another is about to get it, and one is not there.
    const fault = {kind: 'kill', folder: project.folder} as const
    const {calls} = await faultableCalls(runJob, fault, {cwd: project.folder, env})
    const nth = 1 + calls.findIndex((call) => call.includes(' rename ') && call.includes('out/.kept'))
    const begin = async () => {
      await fill()
      await runWithFault(runJob, {...fault, nth}, {cwd: project.folder, env})
    }
    await rm(project.folder, {recursive: true})
    await begin()
    expect(leftovers(await contentsOf(project.folder))).not.to.deep.equal([])
    await killed(tally, runJob, share(1, 1000), {look: lookAtRun, begin})
  })
})

function outputsOf(contents: Contents): Contents {
  const outputs = Object.entries(contents).filter(([name]) => name.startsWith('out/') && !name.endsWith('.tmp'))
  return Object.fromEntries(outputs.map(([name, content]) => [name.replace(/\.\d{8}_\d{6}\.bak$/, '.bak'), content]))
}

/** What is under a name that people look for is what was there before, or what comes to be there. */
function expectWhole(before: Contents, wanted: Contents, left: Contents): void {
  for (const [name, content] of Object.entries(outputsOf(left)))
    expect(content, `${name} is whole`).to.be.oneOf([outputsOf(before)[name], outputsOf(wanted)[name]])
}

/** What a run has in hand, locks, runs without a record. */
function leftovers(contents: Contents): readonly string[] {
  const names = Object.keys(contents)
  const inHand = names.filter((name) => /\.tmp$|\.lock$|\.dead$|^\.datapy\/live\/|\/data-[0-9a-f]{8}$/.test(name))
  const runs = names.filter((name) => /^\.datapy\/runs\/[^/]+$/.test(name) && contents[`${name}/run.json`] === undefined)
  return [...inHand, ...runs]
}
