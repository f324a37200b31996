import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {writeFileAtomically} from '../../src/node/write-file-atomically.js'
import {tempFolder} from '../mod-package.js'

const module = pathToFileURL(join(import.meta.dirname, '../../src/node/write-file-atomically.ts')).href

describe('writeFileAtomically', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('writes a new file and replaces an old one, and leaves nothing beside it', async () => {
    const file = join(folder.path, 'a.json')
    await writeFileAtomically(file, 'one')
    await writeFileAtomically(file, Buffer.from('two'))
    expect(await readFile(file, 'utf8')).to.equal('two')
    expect(await readdir(folder.path)).to.deep.equal(['a.json'])
  })

  it('keeps the mode of the file, and a link a link', async () => {
    const file = join(folder.path, 'real.json')
    await writeFile(file, 'one')
    await chmod(file, 0o664)
    await symlink('real.json', join(folder.path, 'link.json'))
    await writeFileAtomically(join(folder.path, 'link.json'), 'two')
    expect((await lstat(join(folder.path, 'link.json'))).isSymbolicLink()).to.equal(true)
    expect(await readFile(file, 'utf8')).to.equal('two')
    expect((await stat(file)).mode & 0o777).to.equal(0o664)
  })

  it('takes where a link leads to from the folder that it really lies in', async () => {
    await mkdir(join(folder.path, 'b/conf'), {recursive: true})
    await mkdir(join(folder.path, 'a'))
    await symlink('../b/conf', join(folder.path, 'a/conf'))
    await symlink('../real.json', join(folder.path, 'b/conf/link.json'))
    await writeFileAtomically(join(folder.path, 'a/conf/link.json'), 'one')
    expect(await readFile(join(folder.path, 'b/real.json'), 'utf8')).to.equal('one')
  })

  it('makes the file that a link leads to, and refuses a link that leads round in a circle', async () => {
    const link = join(folder.path, 'link.json')
    await symlink('middle.json', link)
    await symlink('real.json', join(folder.path, 'middle.json'))
    await writeFileAtomically(link, 'one')
    expect((await lstat(link)).isSymbolicLink()).to.equal(true)
    expect(await readFile(join(folder.path, 'real.json'), 'utf8')).to.equal('one')
    const loop = join(folder.path, 'loop.json')
    await symlink('loop.json', loop)
    const failed: unknown = await writeFileAtomically(loop, 'x').catch((error: unknown) => error)
    expect(failed).to.include({code: 'ELOOP'})
    expect((await lstat(loop)).isSymbolicLink()).to.equal(true)
  })

  it('leaves nothing behind when it fails', async () => {
    const target = join(folder.path, 'taken')
    await mkdir(join(target, 'full'), {recursive: true})
    const failed = await writeFileAtomically(target, 'x').then(
      () => false,
      () => true,
    )
    expect(failed).to.equal(true)
    expect(await readdir(folder.path)).to.deep.equal(['taken'])
  })

  it('is whole, old or new, whenever its process is killed', async () => {
    const file = join(folder.path, 'big.json')
    const content = (letter: string) => letter.repeat(4_000_000)
    await writeFile(file, content('0'))
    for (let round = 0; round < 12; round++) {
      const code = `
        import {writeFileAtomically} from ${JSON.stringify(module)}
        process.send('go')
        for (let n = 1; ; n++) await writeFileAtomically(${JSON.stringify(file)}, String(n % 10).repeat(4_000_000))`
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      await new Promise((resolve) => child.once('message', resolve))
      await new Promise((resolve) => setTimeout(resolve, 5 + round * 7))
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('close', resolve))
      const text = await readFile(file, 'utf8')
      expect(text.length).to.equal(4_000_000)
      expect(text === content(text.charAt(0))).to.equal(true)
    }
  }).timeout(60_000)
})
