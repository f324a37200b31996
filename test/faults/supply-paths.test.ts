import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {mkdir, readFile, readdir, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {RegistryEntry} from '../../src/model/registry.js'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, registryOf, write, writePackage} from '../mod-package.js'
import {cell, share} from './cell.js'
import {climbing, writeTar} from './hostile-tar.js'
import {good, jobOf, marking} from './marked-mod.js'

describe('Supply', () => {
  cell('a tarball or an archive of mods that climbs out', async (tally) => {
    const names = Object.keys(climbing('', ''))
    for (const name of names.slice(0, share(5, Infinity)))
      await tally.try(`install --from, ${name}`, () =>
        within([], async (project) => {
          const outside = await place(project)
          const manifest = {path: 'datapy-mods.json', content: JSON.stringify({format: 1, mods: []})}
          const file = await writeTar(join(project.folder, 'mods.tgz'), [manifest, ...(climbing('mods/0', outside)[name] ?? [])])
          const {code, stderr} = await project.datapy('install', '--from', file)
          expect(code, stderr).to.equal(20)
          await untouched(project, outside)
        }),
      )
    for (const name of names.slice(0, share(1, Infinity)))
      await tally.try(`register-mod, ${name}`, () =>
        within([], async (project) => {
          const outside = await place(project)
          const folder = await project.package(entryOf('it'), good)
          const own = await Promise.all(
            ['package.json', 'index.js'].map(async (file) => ({
              path: `package/${file}`,
              content: await readFile(join(folder, file), 'utf8'),
            })),
          )
          const file = await writeTar(join(project.folder, 'it-1.0.0.tgz'), [
            ...own,
            ...(climbing('package', outside)[name] ?? []),
          ])
          const {code, stderr} = await project.datapy('register-mod', file)
          expect(code, stderr).to.be.oneOf([0, 20])
          await untouched(project, outside)
        }),
      )
  })

  cell('an entry that names no package', async (tally) => {
    await within([], async (project) => {
      const mark = join(project.folder, 'ran')
      for (const path of ['evil.js', 'evil/index.js', 'node_modules/real/index.js', 'node_modules/real/sub/evil.js'])
        await write(join(project.folder, path), marking(mark))
      const evil = join(project.folder, 'evil.js')
      const paths = ['../evil.js', './evil.js', evil, `file://${evil}`, 'real/../../evil.js', 'real/sub/evil.js', '..', '.', '',
        'node:fs', 'fs', 'data:text/javascript,1', '%2e%2e/evil.js', 'real/%2e%2e/%2e%2e/evil.js', 'real\\..\\..\\evil.js', '@a/../../evil.js',
        'datapy/../evil.js', '#real', 'evil.js\n', 'C:\\evil.js', '@real', 'https://example.org/evil.js', '__proto__'] // prettier-ignore
      const entries = paths.map((path, index) => ({...entryOf(`e_${String(index)}`), module_path: path}))
      await writeFile(project.registryFile, JSON.stringify(registryOf(...entries)))
      await tally.try('validate-registry', async () => {
        const {code, stdout} = await project.datapy('validate-registry')
        expect(code).to.equal(20)
        for (const {metadata} of entries) expect(stdout).to.include(metadata.type)
      })
      for (const {metadata, module_path: path} of entries.slice(0, share(3, Infinity)))
        await tally.try(path, async () => {
          const {code} = await project.datapy('run-job', await jobOf(project, metadata.type))
          expect(code).to.equal(20)
        })
      expect(existsSync(mark), 'something was loaded').to.equal(false)
    })
  })

  cell('a package whose entry leads out of it', async (tally) => {
    const outward: readonly (readonly [what: string, more: object, link?: readonly [path: string, to: string]])[] = [
      ['exports ../', {exports: '../evil/evil.js'}],
      ['a link to a file', {exports: './entry.js'}, ['entry.js', '../../evil/evil.js']],
      ['a link to a folder', {exports: './lib/evil.js'}, ['lib', '../../evil']],
      ['exports . ../', {exports: {'.': {import: './a/../../../evil/evil.js'}}}],
      ['main ../', {exports: undefined, main: '../../evil/evil.js'}],
      ['main is a link', {exports: undefined, main: 'entry.js'}, ['entry.js', '../../evil/evil.js']],
      ['a list', {exports: ['../evil.js', '../../evil/evil.js']}],
      ['an address', {exports: 'file:///tmp/evil.js'}],
      ['encoded', {exports: './%2e%2e/%2e%2e/evil/evil.js'}],
    ]
    for (const [what, more, link] of outward.slice(0, share(3, Infinity)))
      await tally.try(what, () =>
        within([{...entryOf('it'), source: 'local'}], async (project) => {
          const mark = join(project.folder, 'ran')
          await write(join(project.folder, 'evil/evil.js'), marking(mark))
          const folder = await writePackage(join(project.folder, 'node_modules/test-mod-it'), entryOf('it'), good, more)
          if (link !== undefined) await symlink(link[1], join(folder, link[0]))
          const {code, stderr} = await project.datapy('run-job', await jobOf(project, 'it'))
          expect(code, stderr).to.equal(20)
          expect(stderr).to.include('error[mod_import_failed]')
          expect(existsSync(mark), 'it was loaded').to.equal(false)
        }),
      )
  })
})

/** Does something with a project that is made for it and removed after it. */
async function within(entries: readonly RegistryEntry[], work: (project: RegistryProject) => Promise<void>): Promise<void> {
  const project = await registryProject(...entries)
  try {
    await work(project)
  } finally {
    await project.remove()
  }
}

/** A folder beside the project's with a victim, which nothing may touch. */
async function place(project: RegistryProject): Promise<string> {
  const outside = join(project.folder, 'outside')
  await mkdir(outside)
  await writeFile(join(outside, 'victim.txt'), 'mine')
  await writeFile(join(outside, 'evil.js'), marking(join(project.folder, 'ran')))
  return outside
}

async function untouched(project: RegistryProject, outside: string): Promise<void> {
  expect((await readdir(outside)).sort()).to.deep.equal(['evil.js', 'victim.txt'])
  expect(await readFile(join(outside, 'victim.txt'), 'utf8')).to.equal('mine')
  expect(existsSync(join(project.folder, 'ran')), 'it was loaded').to.equal(false)
  const below = await readdir(project.folder, {recursive: true})
  expect(below.filter((path) => path.endsWith('climbed.js') && !path.includes('node_modules'))).to.deep.equal([])
  expect((await readdir(project.dataFolder).catch(() => [])).filter((name) => name.startsWith('.staging'))).to.deep.equal([])
}
