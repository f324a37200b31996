import {expect} from 'chai'
import {mkdir, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import type {ModContext} from '../../src/mod.js'
import {importMod} from '../../src/node/import-mod.js'
import {packageRoots} from '../../src/node/package-roots.js'
import {probeImports} from '../../src/node/probe-imports.js'
import {entryUrl, resolvePackage} from '../../src/node/resolve-package.js'
import {entryOf, tempFolder, write, writePackage} from '../mod-package.js'

describe('importing a mod', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())
  const install = (root: string, type: string, code: string, more: object = {}) =>
    writePackage(join(folder.path, root, 'node_modules', `test-mod-${type.replaceAll('_', '-')}`), entryOf(type), code, more)
  const imported = async (type: string, ...roots: string[]) =>
    importMod(
      entryOf(type),
      roots.map((root) => join(folder.path, root)),
    )
  const told = async (type: string) => {
    const mod = await imported(type, 'a')
    return mod.ok ? await mod.value.run({_mod_name: 'm', _mod_type: type}, {} as ModContext) : mod.problems[0]?.code
  }

  it('gives the run of the first root that has the package', async () => {
    await install('a', 'both', `export const run = () => 'from a'`)
    await install('b', 'both', `export const run = () => 'from b'`)
    expect(await told('both')).to.equal('from a')
    const other = await imported('both', 'missing', 'b', 'a')
    expect(other.ok && other.value.folder).to.equal(join(folder.path, 'b/node_modules/test-mod-both'))
  })

  it('takes ES modules, CommonJS, and a package without exports or main', async () => {
    await install('a', 'cjs', `module.exports = {run: () => 'cjs'}`, {type: 'commonjs', exports: undefined, main: './index.js'})
    await install('a', 'opaque_cjs', `const all = {}; all.run = () => 'opaque'; module.exports = all`, {
      type: 'commonjs',
      exports: undefined,
    })
    await install('a', 'bare', `export const run = () => 'bare'`, {exports: undefined})
    expect([await told('cjs'), await told('opaque_cjs'), await told('bare')]).to.deep.equal(['cjs', 'opaque', 'bare'])
  })

  it('says what is wrong with a package that is no mod', async () => {
    await install('a', 'throws', `throw new Error('boom')`)
    await install('a', 'no_run', `export const go = () => 1`)
    await install('a', 'run_is_text', `export const run = 'x'`)
    await install('a', 'not_built', ``, {exports: './dist/index.js'})
    await install('a', 'closed', ``, {exports: {'./other': './index.js'}})
    expect(await told('throws')).to.equal('mod_import_failed')
    expect(await told('no_run')).to.equal('mod_without_run')
    expect(await told('run_is_text')).to.equal('mod_without_run')
    expect(await told('not_built')).to.equal('mod_import_failed')
    expect(await told('closed')).to.equal('mod_import_failed')
    expect(await told('absent')).to.equal('mod_package_missing')
  })

  it('finds the dependencies of a linked package from where it really lies', async () => {
    const real = await writePackage(
      join(folder.path, 'dev/mod'),
      entryOf('linked'),
      `import dep from 'dep'; export const run = () => dep`,
    )
    await write(
      join(real, 'node_modules/dep/package.json'),
      '{"name": "dep", "version": "1.0.0", "type": "module", "main": "index.js"}',
    )
    await write(join(real, 'node_modules/dep/index.js'), `export default 'from its own dependency'`)
    await mkdir(join(folder.path, 'a/node_modules'), {recursive: true})
    await symlink(real, join(folder.path, 'a/node_modules/test-mod-linked'))
    expect(await told('linked')).to.equal('from its own dependency')
  })

  it('follows conditional exports as Node does', () => {
    const target = (exports: unknown) => entryUrl('/p', {exports} as never)?.pathname
    expect(target({'.': {types: './t.d.ts', import: './i.js', default: './d.js'}})).to.equal('/p/i.js')
    expect(target({node: {require: './r.cjs', import: './i.js'}, default: './d.js'})).to.equal('/p/i.js')
    expect(target({'.': [{browser: './b.js'}, './fallback.js']})).to.equal('/p/fallback.js')
    expect(target({'.': null})).to.equal(undefined)
    expect(target('./../other/index.js')).to.equal(undefined)
  })

  it('looks in the data folder first, then upward from the registry, and never twice', () => {
    const roots = packageRoots('/srv/project/registry.json', {DATAPY_DATA_DIR: '/data'})
    expect(roots.slice(0, 4)).to.deep.equal(['/data', '/srv/project', '/srv', '/'])
    expect(new Set(roots).size).to.equal(roots.length)
    expect(roots.some((root) => root.endsWith(join(import.meta.dirname, '../..')))).to.equal(true)
  })

  it('gives the folder with links followed', async () => {
    const found = await resolvePackage('test-mod-linked', [join(folder.path, 'a')])
    expect(found?.folder).to.equal(join(folder.path, 'dev/mod'))
    expect(found?.installedAt).to.equal(join(folder.path, 'a/node_modules/test-mod-linked'))
  })

  it('is tried in a process of its own first, where it can do no harm', async () => {
    const url = async (name: string, code: string) =>
      new URL(`file://${await write(join(folder.path, 'probe', `${name}.mjs`), code)}`).href
    const urls = [
      await url('fine', `console.log('not in our output'); export function run() {}`),
      await url('exits', `process.exit(0)`),
      await url('throws', `throw new Error('boom')`),
      await url('spins', `for (;;);`),
      await url('other', `export const run = 1; setInterval(() => {}, 1000)`),
    ]
    const probes = await probeImports(urls, {timeoutMs: 1500})
    expect(probes.map((probe) => (probe.ok ? probe.run : probe.reason))).to.deep.equal([
      'function',
      'importing it ends the process',
      'boom',
      'importing it took longer than 1.5 s',
      'number',
    ])
  })
})
