import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {contentsOf, killAtEach, type Contents, type Killed} from './kill-at-each.js'

const env = {...process.env, DATAPY_REGISTRY: resolve('registry.json'), DATAPY_STATE_DIR: ''}

describe('Kill and loss', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({})
    await project.write('in.csv', 'id\n1\n')
    await project.write('job.yaml', 'mods:\n  read: {_type: csv_reader, file_path: in.csv}\n')
  })
  afterEach(() => project.remove())
  const datapy = async (...args: readonly string[]) => await runDatapy(args, {cwd: project.folder, env})

  cell('SIGKILL at each call of prune-runs', async (tally) => {
    for (const _ of [1, 2, 3]) expect((await datapy('run-job', 'job.yaml', '-q')).code).to.equal(0)
    const args = ['prune-runs', '--keep', '1']
    const look = async ({before, wanted, left}: Killed) => {
      const listed = await datapy('list-runs', '--json')
      expect(listed.code, listed.stderr).to.equal(0)
      for (const [name, content] of Object.entries(left).filter(([one]) => !one.includes('.tmp')))
        expect(content, name).to.equal(before[name])
      const again = await datapy(...args)
      expect(again.code, again.stderr).to.equal(0)
      expect(await contentsOf(project.folder)).to.deep.equal(wanted)
    }
    await killAtEach(tally, {folder: project.folder, args, options: {cwd: project.folder, env}, most: share(1, 1000), look})
  })

  for (const args of [
    ['set-state', 'job.yaml', 'read', '7'],
    ['clear-state', 'job.yaml'],
  ]) {
    cell(`SIGKILL at each call of ${String(args[0])}`, async (tally) => {
      expect((await datapy('set-state', 'job.yaml', 'read', '5')).code).to.equal(0)
      const after = args[0] === 'set-state' ? 7 : undefined
      const look = async ({left}: Killed) => {
        expect(await markIn(left)).to.be.oneOf([5, after])
        const again = await datapy(...args)
        expect(again.code, again.stderr).to.equal(0)
        const contents = await contentsOf(project.folder)
        expect(await markIn(contents)).to.equal(after)
        expect(Object.keys(contents).filter((name) => /\.(tmp|lock|dead)$/.test(name))).to.deep.equal([])
      }
      await killAtEach(tally, {folder: project.folder, args, options: {cwd: project.folder, env}, most: share(1, 1000), look})
    })
  }

  /** The watermark of the one step. */
  async function markIn(contents: Contents): Promise<unknown> {
    const [file = ''] = Object.keys(contents).filter((name) => name.endsWith('/state.json'))
    const {steps} = JSON.parse(await readFile(join(project.folder, file), 'utf8')) as {steps: Record<string, {value: unknown}>}
    return steps['read']?.value
  }
})
