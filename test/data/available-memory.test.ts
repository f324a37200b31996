import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, mkdtemp, rm, rmdir, writeFile} from 'node:fs/promises'
import {tmpdir, totalmem} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {availableMemory, cgroupMemory} from '../../src/data/available-memory.js'
import {ownCgroup} from './own-cgroup.js'

describe('the memory there is', () => {
  let root = ''
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'datapy-cgroup-'))
  })
  afterEach(() => rm(root, {recursive: true, force: true}))

  /** The files of /proc and /sys that say in which group a process is, and what that may take. */
  const files = async (contents: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(dirname(join(root, name)), {recursive: true})
      await writeFile(join(root, name), content)
    }
    return await cgroupMemory(root)
  }

  it('is not limited where there are no groups', async () => {
    expect(await files({})).to.equal(Infinity)
    expect(await files({'proc/self/cgroup': 'what is this?\n'})).to.equal(Infinity)
  })

  it('is that of the process’s own group', async () => {
    expect(await files({'proc/self/cgroup': '0::/app\n', 'sys/fs/cgroup/app/memory.max': '536870912\n'})).to.equal(536_870_912)
  })

  it('is that of a group above, where that has less', async () => {
    expect(
      await files({
        'proc/self/cgroup': '0::/pod/app/worker\n',
        'sys/fs/cgroup/pod/memory.max': '1073741824\n',
        'sys/fs/cgroup/pod/app/memory.max': '2147483648\n',
        'sys/fs/cgroup/pod/app/worker/memory.max': 'max\n',
      }),
    ).to.equal(1_073_741_824)
  })

  it('is that of the container, which sees its own group as the root', async () => {
    expect(await files({'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': '268435456\n'})).to.equal(268_435_456)
  })

  it('is read from groups of version 1 too, which say themselves what those above allow', async () => {
    const stat = 'cache 0\nhierarchical_memory_limit 536870912\nhierarchical_memsw_limit 1\n'
    expect(
      await files({
        'proc/self/cgroup': '5:devices:/x\n4:cpu,memory:/docker/3f\n0::/\n',
        'sys/fs/cgroup/memory/docker/3f/memory.stat': stat,
      }),
    ).to.equal(536_870_912)
    await rm(join(root, 'sys'), {recursive: true})
    expect(await files({'sys/fs/cgroup/memory/memory.stat': stat}), 'in a container that sees the path of the host').to.equal(
      536_870_912,
    )
  })

  it('is that of the machine at most', async () => {
    expect(await availableMemory())
      .to.be.above(0)
      .and.at.most(totalmem())
  })

  it('is limited by a real group, also by one above the process’s own', async function () {
    const group = await ownCgroup('300M')
    if (typeof group === 'string') {
      process.stderr.write(`        skipped: ${group}\n`)
      return this.skip()
    }
    try {
      const script = `import('${join(import.meta.dirname, '../../src/data/available-memory.ts')}').then(async ({availableMemory}) => console.log(await availableMemory()))`
      const {stdout} = await promisify(execFile)('sh', [
        '-c',
        'echo $$ > "$1/cgroup.procs" && exec "$2" --import "$3" -e "$4"',
        'sh',
        group.inner,
        process.execPath,
        join(import.meta.dirname, '../tsx.js'),
        script,
      ])
      expect(Number(stdout)).to.equal(300 * 1024 * 1024)
    } finally {
      await rmdir(group.inner)
      await rmdir(group.path)
    }
  })
})
