import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {chown, readFile, rm, stat} from 'node:fs/promises'
import {datapyBin, type Ended} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {calmEnd} from './calm-end.js'
import {cell, share} from './cell.js'

const rows = 'id,name\n1,Ann\n'
/** To root every file is open, so it goes as nobody. */
const nobody = 65_534

describe('Disk and permissions', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({})
    await project.write('in.csv', rows)
    if (process.getuid?.() === 0) for (const path of [project.folder, project.path('in.csv')]) await chown(path, nobody, nobody)
  })
  afterEach(() => project.remove())

  const masked = async (mask: string, args: readonly string[]): Promise<Ended> => {
    const {uid, gid} = process.getuid?.() === 0 ? {uid: nobody, gid: nobody} : {}
    const [registry] = [new URL('../../registry.json', import.meta.url).pathname]
    const child = spawn('sh', ['-c', `umask ${mask}; exec "$@"`, 'sh', process.execPath, datapyBin, ...args], {
      cwd: project.folder,
      ...(uid !== undefined && {uid, gid}),
      env: {...process.env, HOME: project.folder, TMPDIR: project.folder, DATAPY_REGISTRY: registry},
    })
    const out = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return {code, ...out}
  }

  cell('a umask that opens all, or closes it even to who runs DataPy', async (tally) => {
    const types = ['csv', 'parquet', 'json', 'excel']
    const masks = ['000', '077', '777', '222', '444', '333'].slice(0, share(3, 6))
    for (const [index, mask] of masks.entries())
      for (const type of types.filter((_, at) => share(1, 4) === 4 || at === index % 2))
        await tally.try(`${mask}, ${type}`, async () => {
          const out = project.path(`out/${mask}.${type}`)
          await project.write('job.yaml', jobOf(type, out))
          if (process.getuid?.() === 0) await chown(project.path('job.yaml'), nobody, nobody)
          const ended = await masked(mask, ['run-job', 'job.yaml', '--json'])
          calmEnd(ended, /\//)
          if (ended.code === 0) expect((await stat(out)).mode & 0o777).to.equal(0o666 & ~Number.parseInt(mask, 8))
          else expect(await stat(out).catch(() => undefined)).to.equal(undefined)
          if (mask === '000' || mask === '077') expect(ended.code, ended.stdout).to.equal(0)
          await rm(project.path('.datapy'), {recursive: true, force: true})
          await rm(project.path('out'), {recursive: true, force: true})
          const again = await masked('022', ['run-job', 'job.yaml', '--json'])
          expect(again.code, again.stdout).to.equal(0)
          if (type === 'csv') expect(await readFile(out, 'utf8')).to.equal(rows)
        })
  })
})

function jobOf(type: string, out: string): string {
  return `mods:
  read: {_type: csv_reader, file_path: in.csv}
  write: {_type: ${type}_writer, data: "\${read.data}", file_path: ${out}}
`
}
