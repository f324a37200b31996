import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdtemp, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {makeFolder} from '../../src/data/make-folder.js'

describe('makeFolder', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-folder-'))
  })
  afterEach(() => rm(folder, {recursive: true}))

  const codeOf = async (path: string) =>
    await makeFolder(path).then(
      () => 'made',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    )

  it('makes a folder and those above it, and is content with what is there', async () => {
    for (const path of ['a/b/c', 'a/b/c', 'a/b', '.']) expect(await codeOf(join(folder, path))).to.equal('made')
    expect((await stat(join(folder, 'a/b/c'))).isDirectory()).to.equal(true)
    await symlink(join(folder, 'a'), join(folder, 'link'))
    expect(await codeOf(join(folder, 'link'))).to.equal('made')
  })

  it('is had by all who make it at the same time', async () => {
    const made = await Promise.all(Array.from({length: 20}, async () => await codeOf(join(folder, 'x/y/z'))))
    expect(new Set(made)).to.deep.equal(new Set(['made']))
  })

  it('says what is in the way', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await codeOf(join(folder, 'file'))).to.equal('EEXIST')
    expect(await codeOf(join(folder, 'file/x/y'))).to.equal('ENOTDIR')
  })

  it('comes back from where nothing can be made', async function () {
    if (process.platform !== 'linux') return this.skip()
    // In a child, which can be ended: a call that never comes back would take this process with it.
    const module = join(import.meta.dirname, '../../src/data/make-folder.ts')
    const script = `import('${module}').then(({makeFolder}) => makeFolder('/proc/x/y')).catch((error) => console.log(error.code))`
    const {stdout} = await promisify(execFile)(
      process.execPath,
      ['--import', join(import.meta.dirname, '../tsx.js'), '-e', script],
      {timeout: 10_000, killSignal: 'SIGKILL'},
    )
    expect(stdout).to.equal('ENOENT\n')
  })
})
