import {expect} from 'chai'
import {join} from 'node:path'
import {readModSpec} from '../../src/node/mod-spec.js'
import {entryOf, tempFolder, write, writePackage} from '../mod-package.js'

describe('what register-mod is given', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
    await writePackage(join(folder.path, 'my-mod'), entryOf('my_mod'))
    await write(join(folder.path, 'my-mod-1.0.0.tgz'), 'tarball')
  })
  after(() => folder.remove())
  const read = async (spec: string) => {
    const checked = await readModSpec(spec, folder.path)
    return checked.ok ? checked.value : checked.problems.map(({code}) => code)
  }

  it('can be a folder, also by a name that a package could have', async () => {
    for (const spec of ['./my-mod', 'my-mod', join(folder.path, 'my-mod'), 'file:my-mod', './other/../my-mod/']) {
      expect(await read(spec)).to.deep.equal({kind: 'folder', path: join(folder.path, 'my-mod')})
    }
  })

  it('cannot be an address, and a login in that is not told', async () => {
    for (const spec of ['https://me:secret@npm.example/my-mod.tgz', 'git+ssh://me:secret@npm.example/my-mod.git']) {
      const checked = await readModSpec(spec, folder.path)
      expect(!checked.ok && checked.problems[0]?.code).to.equal('bad_mod_spec')
      expect(JSON.stringify(checked)).to.include('//***@npm.example/my-mod').and.not.include('secret')
    }
  })

  it('can be a tarball', async () => {
    expect(await read('my-mod-1.0.0.tgz')).to.deep.equal({kind: 'tarball', path: join(folder.path, 'my-mod-1.0.0.tgz')})
  })

  it('can be a package, with a version, a range or a tag', async () => {
    expect(await read('other-mod')).to.deep.equal({kind: 'package', name: 'other-mod', wanted: undefined})
    expect(await read('@acme/mod@1.2.3')).to.deep.equal({kind: 'package', name: '@acme/mod', wanted: '1.2.3'})
    expect(await read('@acme/mod@^1.0.0 || 2')).to.deep.equal({kind: 'package', name: '@acme/mod', wanted: '^1.0.0 || 2'})
    expect(await read('mod@next')).to.deep.equal({kind: 'package', name: 'mod', wanted: 'next'})
  })

  for (const spec of [
    './absent',
    '/absent/folder',
    'absent.tgz',
    'git+ssh://host/repo.git',
    'https://host/x.tgz',
    'user/repo',
    'x@npm:y@1',
    '',
    '--registry=x',
    'a b',
  ]) {
    it(`is refused as ${JSON.stringify(spec)}`, async () => {
      expect(await read(spec)).to.deep.equal(['bad_mod_spec'])
    })
  }
})
