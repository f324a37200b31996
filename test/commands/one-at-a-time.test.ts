import {expect} from 'chai'
import {spawn, type ChildProcess} from 'node:child_process'
import {readdir, readFile, utimes, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const mods = {
  wait: {
    config_schema: {type: 'object', properties: {for: {type: 'string'}, began: {type: 'string'}}},
    code: `import {existsSync, writeFileSync} from 'node:fs'
export async function run({for: file, began}, {result, signal}) {
  if (began) writeFileSync(began, '')
  while (!existsSync(file) && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20))
  return result.success()
}`,
  },
}

describe('one run of a job at a time', () => {
  let project: TempProject
  const running: ChildProcess[] = []
  beforeEach(async () => {
    project = await tempProject(mods)
    await writeFile(
      project.path('job.yaml'),
      `mods:
  one: {_type: wait, for: ${project.path('there')}, began: ${project.path('began')}}
  two: {_type: wait, for: ${project.path('job.yaml')}}
`,
    )
  })
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    await project.remove()
  })

  const datapy = (...args: string[]) => runDatapy(args, {cwd: project.folder})
  /** Starts a command and waits until its first mod runs. */
  const start = async (...args: string[]) => {
    const child = spawn(process.execPath, [resolve('bin/run.js'), ...args], {cwd: project.folder, stdio: 'ignore'})
    running.push(child)
    const ended = new Promise<number | null>((settle) => child.on('exit', settle))
    while (!(await readdir(project.folder)).includes('began')) await new Promise((settle) => setTimeout(settle, 20))
    return {pid: child.pid ?? 0, ended, kill: () => child.kill('SIGKILL')}
  }
  const lockFile = async () => {
    const [identity = ''] = await readdir(project.path('.datapy/jobs'))
    return project.path(`.datapy/jobs/${identity}/job.lock`)
  }

  it('refuses the same job with exit code 60, and says who runs it; other --set values are another job', async () => {
    const first = await start('run-job', 'job.yaml')
    const second = await datapy('run-job', 'job.yaml')
    expect(second.code).to.equal(60)
    expect(second.stderr).to.include(`error[job_running]: the job is being run by process ${String(first.pid)} on ${hostname()}`)
    expect(second.stdout).to.match(/^DATAPY_RESULT status=error exit_code=60 job=job /m)
    const step = await datapy('run-mod', 'two', '--params', 'job.yaml')
    expect([step.code, step.stderr.includes('the job is being run by process')]).to.deep.equal([60, true])
    const state = await datapy('set-state', 'job.yaml', 'two', '1')
    expect(state.code).to.equal(60)
    expect((await datapy('run-job', 'job.yaml', '--set', `one.for=${project.path('job.yaml')}`)).code).to.equal(0)
    await writeFile(project.path('there'), '')
    expect(await first.ended).to.equal(0)
    expect((await datapy('run-job', 'job.yaml')).code).to.equal(0)
  })

  it('refuses the job while a step of it runs, and lets other steps run beside', async () => {
    const step = await start('run-mod', 'one', '--params', 'job.yaml')
    const whole = await datapy('run-job', 'job.yaml')
    expect([whole.code, whole.stderr.includes('step one of the job is being run by process')]).to.deep.equal([60, true])
    const same = await datapy('run-mod', 'one', '--params', 'job.yaml')
    expect([same.code, same.stderr.includes('one is being run by process')]).to.deep.equal([60, true])
    expect((await datapy('run-mod', 'two', '--params', 'job.yaml')).code).to.equal(0)
    await writeFile(project.path('there'), '')
    expect(await step.ended).to.equal(0)
  })

  it('passes over the lock of a process that was killed', async () => {
    const first = await start('run-job', 'job.yaml')
    first.kill()
    await first.ended
    expect(JSON.parse(await readFile(await lockFile(), 'utf8'))).to.include({pid: first.pid})
    await writeFile(project.path('there'), '')
    const {code, stderr} = await datapy('run-job', 'job.yaml')
    expect(code, stderr).to.equal(0)
    expect(stderr).to.include('goes on with the run')
  })

  it('takes the lock of another host as held until it has given no sign of life for five minutes', async () => {
    await writeFile(project.path('there'), '')
    expect((await datapy('run-job', 'job.yaml')).code).to.equal(0)
    const lock = await lockFile()
    const other = {pid: 12_345, host: 'etl-7.example', space: 'elsewhere', start: '1', nonce: 'ab'}
    await writeFile(lock, JSON.stringify(other))
    const held = await datapy('run-job', 'job.yaml')
    expect([held.code, held.stderr.includes('process 12345 on etl-7.example')]).to.deep.equal([60, true])
    expect(held.stderr).to.include('if that host is gone for good, remove this file')
    const [fourMinutes, sixMinutes] = [4, 6].map((minutes) => new Date(Date.now() - minutes * 60_000)) as [Date, Date]
    await utimes(lock, fourMinutes, fourMinutes)
    expect((await datapy('run-job', 'job.yaml')).code).to.equal(60)
    await utimes(lock, sixMinutes, sixMinutes)
    const {code, stderr} = await datapy('run-job', 'job.yaml')
    expect(code, stderr).to.equal(0)
    expect(await readdir(resolve(lock, '..'))).not.to.include('job.lock')
  })

  it('lets only one of many that start at once run', async () => {
    const yaml = (await readFile(project.path('job.yaml'), 'utf8')).replace(/there, /, 'never, ')
    await writeFile(project.path('job.yaml'), yaml)
    const ends = await Promise.all(Array.from({length: 6}, () => datapy('run-job', 'job.yaml', '--timeout', '3s')))
    expect(ends.map(({code}) => code).toSorted()).to.deep.equal([40, 60, 60, 60, 60, 60])
  })
})
