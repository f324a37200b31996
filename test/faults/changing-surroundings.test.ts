import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {appendFile, mkdir, rm, writeFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import type {JobResult} from '../../src/model/result.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {actingProject, rows, type ActingProject} from './acting-project.js'
import {calmEnd} from './calm-end.js'
import {cell, share} from './cell.js'

/** What is done to a file that is read, and whether what its reader then has can be trusted. */
const changes: readonly (readonly [what: string, act: string, isWhole?: boolean])[] = [
  ['replaced', 'printf "id,name\\n7,Eve\\n" > new.csv; mv new.csv in.csv'],
  ['removed', 'rm in.csv', true],
  ['truncated', ': > in.csv'],
  ['grown', 'printf "4,Dan\\n" >> in.csv'],
  ['written again, as long as before', 'printf "id,name\\n9,Ann\\n8,Bob\\n7,Cid\\n" > in.csv'],
  ['replaced by a folder', 'rm in.csv; mkdir in.csv', true],
  ['touched', 'chmod 600 in.csv', true],
]

const write = (more = '') => `  write: {_type: csv_writer, data: "\${read.data}", file_path: out/out.csv${more}}\n`

describe('Disk and permissions', () => {
  let project: ActingProject
  before(async () => {
    project = await actingProject()
  })
  after(() => project.remove())

  cell('an input that changes while a mod reads it', async (tally) => {
    for (const [index, [what, act, isWhole = false]] of changes.slice(0, share(3, changes.length)).entries())
      for (const options of ['', ', _isolate: true'].filter((_, at) => share(1, 2) === 2 || at === index % 2))
        await tally.try(`${what}${options}`, async () => {
          const job = `mods:\n  read: ${project.step(`_type: reads_slowly, file_path: in.csv${options}`, act)}\n${write()}`
          const ended = await project.runAnew(job)
          const codes = calmEnd(ended, /in\.csv/)
          expect([ended.code, ...codes], ended.stdout).to.deep.equal(isWhole ? [0] : [30, 'input_changed'])
          expect(await project.output()).to.equal(isWhole ? rows : undefined)
          await writeFile(project.path('job.yaml'), job.replace(/act: "(\\.|[^"])*"/, 'act: "true"'))
          await rm(project.path('in.csv'), {recursive: true, force: true})
          await project.write('in.csv', 'id,name\n5,Flo\n')
          expect((await project.run()).code).to.equal(0)
          expect(await project.output()).to.equal('id,name\n5,Flo\n')
        })
  })

  cell('an input that grows all the time, by the readers that ship', async (tally) => {
    const never = ', _materialize: never'
    for (const [index, [reader, keys, ofJob = '']] of (
      [
        ['csv_reader', 'file_path: big.csv', 'materialize: never\n'],
        ['csv_reader', `file_path: big.csv${never}`],
        ['csv_reader', 'file_path: big.csv'],
        ['csv_reader', 'file_path: big.csv, reader: exact'],
        ['csv_reader', 'file_path: "big*.csv", _isolate: true'],
        ['json_reader', 'file_path: big.ndjson'],
      ] as const
    ).entries())
      for (const goesOn of [false, true].filter((one) => !one || keys.includes(never))) {
        if (index >= share(2, 6)) continue
        await tally.try(`${reader}, ${ofJob}${keys}${goesOn ? ', in a run that goes on' : ''}`, async () => {
          const isJson = reader === 'json_reader'
          const [line, file] = [isJson ? '{"id":1,"name":"Ann"}\n' : '1,Ann\n', project.path(isJson ? 'big.ndjson' : 'big.csv')]
          await writeFile(file, `${isJson ? '' : 'id,name\n'}${line.repeat(200_000)}`)
          const job = `${ofJob}mods:\n  read: {_type: ${reader}, ${keys}}\n${write()}`
          if (goesOn) {
            expect((await project.runAnew(job.replace('out/out.csv', '/dev/null/out.csv'))).code).to.equal(30)
            await project.write('job.yaml', job)
          }
          const stop = new AbortController()
          const running = (goesOn ? project.run() : project.runAnew(job)).finally(() => {
            stop.abort()
          })
          while (!stop.signal.aborted) {
            await appendFile(file, line)
            await wait(2)
          }
          const ended = await running
          expect([ended.code, ...calmEnd(ended, /big/)], ended.stdout).to.deep.equal([30, 'input_changed'])
          expect(await project.output()).to.equal(undefined)
        })
      }
  })

  cell('an input that changes between the step that reads it and the next, and between two runs', async (tally) => {
    for (const [what, act] of changes.slice(0, share(2, 5)))
      await tally.try(what, async () => {
        const meanwhile = `  act: ${project.step('_type: acts, _depends_on: read', act)}\n`
        const fails = '  fails: {_type: csv_writer, data: "${read.data}", file_path: /dev/null/x.csv, _depends_on: write}\n'
        const job = `mods:\n  read: {_type: csv_reader, file_path: in.csv}\n${meanwhile}${write(', _depends_on: act')}`
        const ended = await project.runAnew(job + fails)
        expect([ended.code, await project.output()]).to.deep.equal([30, rows])
        await project.write('in.csv', 'id,name\n5,Flo\n')
        await project.write('job.yaml', job.replace(meanwhile, '').replace(', _depends_on: act', ''))
        expect((await project.run()).code).to.equal(0)
        expect(await project.output()).to.equal('id,name\n5,Flo\n')
      })
  })

  /** What goes while a job runs; what comes of it is success with all of it there, or a problem that names it. */
  const goes: readonly (readonly [what: string, act: string, file: RegExp])[] = [
    ['the folder of outputs', 'rm -rf out', /out/],
    ['the folder of outputs, and a file has its name', 'rm -rf out; : > out', /out/],
    ['the state folder', 'rm -rf .datapy', /\.datapy/],
    ['the state folder, and a file has its name', 'rm -rf .datapy; : > .datapy', /\.datapy/],
    ['the folder of the run', 'rm -rf .datapy/runs', /\.datapy/],
    ['the tables of the run', 'rm -rf .datapy/runs/*/data', /\.datapy|read/],
    ['the folder of the job', 'rm -rf .datapy/jobs', /\.datapy/],
    ['the log folder', 'rm -rf logs', /logs/],
    ['the job file', 'rm job.yaml', /job\.yaml/],
    ['the text of the job file', 'echo "nonsense: [" > job.yaml', /job\.yaml/],
    ['the registry', 'rm registry.json', /registry\.json/],
    ['the text of the registry', 'echo "{" > registry.json', /registry\.json/],
    ['the packages of mods', 'mv node_modules node_modules.away', /./],
  ]
  cell('what a run works in goes while it runs', async (tally) => {
    const options = ['', ', _isolate: true', ', _checkpoint: false']
    for (const [index, [what, act, file]] of goes.entries())
      for (const option of options.filter((_, at) => share(1, 3) === 3 || at === index % 3)) {
        if (index % share(4, 1) !== share(1, 0)) continue
        await tally.try(`${what}${option}`, async () => {
          await mkdir(project.path('out'), {recursive: true})
          const job = `globals: {log_path: logs}
mods:
  read: {_type: csv_reader, file_path: in.csv${option}}
  act: ${project.step('_type: acts, _depends_on: read', act)}
${write(`, _depends_on: act${option}`)}`
          try {
            const ended = await project.runAnew(job)
            calmEnd(ended, file)
            expect(await project.output()).to.be.oneOf([undefined, rows])
            if (ended.code === 0) expect(await project.output()).to.equal(rows)
            const {mods} = JSON.parse(ended.stdout) as JobResult
            expect(Object.keys(mods), ended.stdout).to.deep.equal(['read', 'act', 'write'])
          } finally {
            await rename('node_modules.away', 'node_modules')
          }
          for (const name of ['out', '.datapy']) await rm(project.path(name), {recursive: true, force: true})
          expect((await project.runAnew(job.replace(/act: "(\\.|[^"])*"/, 'act: "true"'))).code).to.equal(0)
        })
      }
  })

  async function rename(from: string, to: string): Promise<void> {
    const {rename: move} = await import('node:fs/promises')
    await move(project.path(from), project.path(to)).catch(() => undefined)
  }

  cell('the current folder is gone, before a command and while it runs', async (tally) => {
    const job = `mods:\n  read: {_type: csv_reader, file_path: in.csv}\n${write()}`
    await project.runAnew(job)
    const elsewhere = project.path('elsewhere')
    const from = async (line: string) => {
      await mkdir(elsewhere, {recursive: true})
      const child = spawn('sh', ['-c', `rm -rf '${elsewhere}'; exec ${line}`], {cwd: elsewhere})
      const out = {stdout: '', stderr: ''}
      for (const name of ['stdout', 'stderr'] as const)
        child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text))
      const [code] = (await once(child, 'close')) as [number | null]
      return {code, ...out}
    }
    const datapy = `'${process.execPath}' '${datapyBin}'`
    const need = ['list-runs', 'list-registry', 'plan-job job.yaml', 'run-job job.yaml', 'preview in.csv', 'doctor', 'prune-runs']
    for (const args of [...need, 'register-mod ./x', 'validate-registry', 'list-state'].slice(0, share(2, 10)))
      await tally.try(args, async () => {
        const ended = await from(`${datapy} ${args} --json`)
        expect([ended.code, ...calmEnd(ended, /current folder/)], ended.stderr).to.deep.equal([20, 'no_current_folder'])
      })
    for (const options of ['', ', _isolate: true', ', _materialize: never'].slice(0, share(1, 3)))
      await tally.try(`run-job by its whole path${options}`, async () => {
        await project.runAnew(job.replace('in.csv}', `in.csv${options}}`), ['--dry-run'])
        const ended = await from(`${datapy} run-job '${project.path('job.yaml')}' --json`)
        expect(ended.code, ended.stdout + ended.stderr).to.equal(0)
        expect(await project.output()).to.equal(rows)
      })
    for (const options of ['', ', _isolate: true'].slice(0, share(1, 2)))
      await tally.try(`it goes while a job runs${options}`, async () => {
        await mkdir(elsewhere, {recursive: true})
        const act = `  act: ${project.step('_type: acts, _depends_on: read', `rm -rf '${elsewhere}'`)}\n`
        await project.runAnew(`${job.replace('out.csv}', `out.csv, _depends_on: act${options}}`)}${act}`, ['--dry-run'])
        const ended = await runDatapy(['run-job', project.path('job.yaml'), '--json'], {cwd: elsewhere})
        expect(ended.code, ended.stdout + ended.stderr).to.equal(0)
        expect(await project.output()).to.equal(rows)
      })
  })
})
