import {expect} from 'chai'
import {readdirSync, readFileSync} from 'node:fs'
import {copyFile, mkdir, open, readdir, readFile, rename, rmdir, stat, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {problemsIn} from '../../src/errors/datapy-error.js'
import {untoldFault} from '../../src/errors/file-fault.js'
import {tempFolder} from '../mod-package.js'

describe('a fault of the file system that nothing nearer has put into words', () => {
  let folder: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    ;({path: folder, remove} = await tempFolder())
    await writeFile(join(folder, 'file'), 'x')
    await mkdir(join(folder, 'full'))
    await writeFile(join(folder, 'full/file'), 'x')
  })
  afterEach(() => remove())

  const told = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return problemsIn(error)?.[0]
  }

  it('says in words what could not be done, to which file, why, and what to do', async () => {
    const [file, none] = [join(folder, 'file'), join(folder, 'none')]
    const below = join(file, 'below')
    expect(await told(readFile(none))).to.deep.equal({
      code: 'disk_fault',
      message: `cannot open ${none}: there is no such file`,
      at: {file: none},
      hint: 'check the path',
    })
    const messages = await Promise.all(
      [
        readdir(below),
        stat(below),
        mkdir(below),
        rmdir(below),
        writeFile(below, ''),
        rename(none, file),
        copyFile(none, below),
      ].map(async (work) => (await told(work))?.message),
    )
    const notFolder = 'a part of the path is a file, not a folder'
    expect(messages).to.deep.equal([
      `cannot list ${below}: ${notFolder}`,
      `cannot look at ${below}: ${notFolder}`,
      `cannot make ${below}: ${notFolder}`,
      `cannot remove ${below}: ${notFolder}`,
      `cannot open ${below}: ${notFolder}`,
      `cannot rename ${none} to ${file}: there is no such file`,
      `cannot copy ${none} to ${below}: there is no such file`,
    ])
  })

  it('of a file that is open already, of which the system tells no name', async () => {
    const handle = await open(folder)
    try {
      expect((await told(handle.readFile()))?.message).to.equal('cannot read a file: it is a folder')
    } finally {
      await handle.close()
    }
  })

  it('knows each call of the file system that DataPy makes', () => {
    const calls = new Set(sources('src').flatMap(callsIn))
    expect(calls.size).to.be.above(25)
    const use = [...calls].filter((syscall) =>
      / use /.test(untoldFault(Object.assign(new Error('x'), {code: 'EIO', path: '/x', syscall})).message),
    )
    expect(use).to.deep.equal([])
  })

  it('tells a current folder that is gone as such', () => {
    const error = Object.assign(new Error('ENOENT: process.cwd failed'), {code: 'ENOENT', syscall: 'uv_cwd'})
    expect(problemsIn(error)?.[0]).to.include({code: 'no_current_folder'})
  })

  it('leaves what is no fault of the file system to whoever reports bugs', async () => {
    expect(problemsIn(new TypeError('x'))).to.equal(undefined)
    await symlink('nowhere', join(folder, 'link'))
    expect((await told(readFile(join(folder, 'link'))))?.code).to.equal('disk_fault')
  })
})

function sources(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

/** The functions that a file imports from Node's file system, without what is no call: classes, and ways to look at what was read. */
function callsIn(source: string): readonly string[] {
  return [...source.matchAll(/^import \{([^}]+)\} from 'node:fs(?:\/promises)?'/gm)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().replace(/ as .*/, ''))
    .filter((name) => /^[a-z]/.test(name) && !/^(type |constants|createWriteStream|existsSync)/.test(name))
    .map((name) => name.replace(/Sync$/, ''))
}
