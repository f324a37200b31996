import {expect} from 'chai'
import {mkdtemp, readFile, readdir, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createLogFile, deleteOldLogs, stampOf} from '../../src/node/log-file.js'

const started = new Date('2024-08-12T09:08:07.123Z')
const line = '{"timestamp":"2024-01-01T00:00:00.000Z","level":"info","message":"x","run_id":"r","mod_name":""}\n'

const newLog = (folder: string, runId: string) =>
  createLogFile(folder, {label: 'daily', started, runId}, (_, error) => {
    throw error
  })

describe('log files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-log-'))
  })
  afterEach(() => rm(folder, {recursive: true}))

  it('are named for the job and its start in UTC', async () => {
    const file = await newLog(folder, 'run1')
    await file.close()
    expect(file.path).to.equal(join(folder, 'daily_20240812_090807.log'))
  })

  it('take the run id into the name when two runs start in one second', async () => {
    const first = await newLog(folder, 'run1')
    const second = await newLog(folder, 'run2')
    second.stream.write('second\n')
    await Promise.all([first.close(), second.close()])
    expect(second.path).to.equal(join(folder, 'daily_20240812_090807_run2.log'))
    expect(await readFile(second.path, 'utf8')).to.equal('second\n')
  })

  it('are deleted when older than the retention, and only when they are ours', async () => {
    const now = new Date('2024-08-12T00:00:00Z')
    const old = 'daily_20240101_000000.log'
    await writeFile(join(folder, old), line)
    await writeFile(join(folder, 'daily_20240811_000000.log'), line)
    await writeFile(join(folder, 'other_20240101_000000.log'), 'a log of another program\n')
    await writeFile(join(folder, 'notes.txt'), line)
    await writeFile(join(folder, 'target.txt'), line)
    await symlink(join(folder, 'target.txt'), join(folder, 'link_20240101_000000.log'))
    expect(await deleteOldLogs(folder, 30, now)).to.deep.equal([old])
    expect((await readdir(folder)).sort()).to.deep.equal(
      ['daily_20240811_000000.log', 'link_20240101_000000.log', 'notes.txt', 'other_20240101_000000.log', 'target.txt'].sort(),
    )
  })

  it('are as old as their last line, as of a run that lasts for days', async () => {
    const long = 'daily_20240101_000000.log'
    await writeFile(join(folder, long), `${line}${line.replace('2024-01-01', '2024-08-10')}{"timestamp":"2024-`)
    await writeFile(join(folder, 'daily_20240811_000000.log'), line)
    expect(await deleteOldLogs(folder, 7, new Date('2024-08-12T00:00:00Z'))).to.deep.equal([])
    expect(await deleteOldLogs(folder, 0.5, new Date('2024-08-12T00:00:00Z'))).to.deep.equal([long])
  })

  it('are as old as their last line, however long that is', async () => {
    const last = line.replace('2024-01-01', '2024-08-10').replace('"x"', `"${'x'.repeat(70_000)}"`)
    await writeFile(join(folder, 'daily_20240101_000000.log'), line + last)
    await writeFile(join(folder, 'daily_20240811_000000.log'), line)
    expect(await deleteOldLogs(folder, 7, new Date('2024-08-12T00:00:00Z'))).to.deep.equal([])
  })

  it('stay when a clock that has jumped makes all of them look old', async () => {
    const logs = ['daily_20240810_000000.log', 'daily_20240811_000000.log', 'daily_20390812_000000.log']
    for (const name of logs) await writeFile(join(folder, name), line)
    expect(await deleteOldLogs(folder, 7, new Date('2039-08-12T00:00:00Z'))).to.deep.equal([])
    expect(await deleteOldLogs(folder, 7, new Date('2039-08-13T00:00:00Z'))).to.deep.equal(logs.slice(0, 2))
  })

  it('cannot be made in a folder that is a file: said with the folder and the code', async () => {
    await writeFile(join(folder, 'file'), '')
    const error: unknown = await newLog(join(folder, 'file'), 'run1').catch((thrown: unknown) => thrown)
    expect(error).to.have.nested.property('problems[0].code', 'log_unwritable')
  })

  it('have stamps in UTC whatever the zone of the machine', () => {
    expect(stampOf(new Date('2024-12-31T23:59:59Z'))).to.equal('20241231_235959')
  })
})
