import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {exists, whyAbsent} from '../../src/node/exists.js'
import {tempFolder} from '../mod-package.js'

describe('whyAbsent', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('is silent about a file, a link to one, and a glob that names one', async () => {
    await writeFile(join(folder.path, 'a.csv'), '')
    await writeFile(join(folder.path, 'b[1].csv'), '')
    await symlink('a.csv', join(folder.path, 'link'))
    for (const name of ['a.csv', 'link', '*.csv', 'b[1].csv']) {
      expect(await whyAbsent(join(folder.path, name)), name).to.equal(undefined)
      expect(await exists(join(folder.path, name)), name).to.equal(true)
    }
  })

  it('says what stands there that is no file', async () => {
    await mkdir(join(folder.path, 'folder'))
    await promisify(execFile)('mkfifo', [join(folder.path, 'pipe')])
    const [inside, pipe] = [join(folder.path, 'folder'), join(folder.path, 'pipe')]
    expect(await whyAbsent(inside)).to.equal(`${inside} is a folder, not a file`)
    expect(await whyAbsent(pipe)).to.equal(`${pipe} is a pipe, not a file`)
    expect(await whyAbsent('/dev/null')).to.equal('/dev/null is a device, not a file')
    expect(await exists(inside)).to.equal(false)
  })

  it('says that nothing is there: of a name, a glob, and a link that leads nowhere', async () => {
    await symlink('nowhere', join(folder.path, 'link'))
    await symlink('loop', join(folder.path, 'loop'))
    for (const name of ['none', '*.csv', 'link', 'loop', 'x'.repeat(300)]) {
      const path = join(folder.path, name)
      expect(await whyAbsent(path)).to.equal(`there is no file ${path}`)
    }
  })
})
