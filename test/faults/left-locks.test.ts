import {expect} from 'chai'
import {readdir, rm, utimes, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {processSpace, processStart} from '../../src/node/process-start.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

const mods = {numbers: {code: 'export const run = (_, {result}) => result.success()'}}

describe('Concurrency', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const datapy = (...args: string[]) => runDatapy(args, {cwd: project.folder})

  cell('a lock that was left: of a dead process, a reused id, another host, torn', async (tally) => {
    const file = await project.write('job.yaml', 'mods:\n  a: {_type: numbers}\n')
    expect((await datapy('run-job', file)).code).to.equal(0)
    const [identity = ''] = await readdir(project.path('.datapy/jobs'))
    const lock = project.path(`.datapy/jobs/${identity}/job.lock`)
    const here = {host: hostname(), space: await processSpace(), nonce: 'ab'}
    const mine = await processStart(process.pid)
    const cases: readonly (readonly [string, string, minutesAgo: number, code: number])[] = [
      ['of a dead process', JSON.stringify({...here, pid: 2 ** 22 + 1, start: mine}), 0, 0],
      ['of a process whose id another has now', JSON.stringify({...here, pid: process.pid, start: 'before'}), 0, 0],
      ['of a living process', JSON.stringify({...here, pid: process.pid, start: mine}), 600, 60],
      ['of another host, four minutes ago', JSON.stringify({...here, host: 'other', pid: 1, start: 'x'}), 4, 60],
      ['of another host, six minutes ago', JSON.stringify({...here, host: 'other', pid: 1, start: 'x'}), 6, 0],
      ['of another container, six minutes ago', JSON.stringify({...here, space: 'pid:[1]', pid: 1, start: 'x'}), 6, 0],
      ['empty, a moment ago', '', 0, 60],
      ['empty, six minutes ago', '', 6, 0],
      ['torn, six minutes ago', '{"pid": 1, "ho', 6, 0],
      ['of zeros, six minutes ago', '\0'.repeat(180), 6, 0],
      ['of another form, six minutes ago', '[1, 2]', 6, 0],
    ]
    for (const [index, [what, text, minutes, expected]] of cases.entries()) {
      if (index % share(3, 1) !== share(1, 0)) continue
      await tally.try(what, async () => {
        await writeFile(lock, text)
        const then = new Date(Date.now() - minutes * 60_000)
        await utimes(lock, then, then)
        const {code, stderr} = await datapy('run-job', file, '--restart')
        await rm(lock, {force: true})
        expect(code, stderr).to.equal(expected)
        expect((await readdir(project.path(`.datapy/jobs/${identity}`))).filter((name) => name.includes('lock'))).to.deep.equal(
          [],
        )
      })
    }
  })
})
