import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {appendFile, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, write, writePackage} from '../mod-package.js'
import {cell, share} from './cell.js'
import {good, jobOf, marking} from './marked-mod.js'

describe('Supply', () => {
  cell('install scripts, hooks and commands of a package', async (tally) => {
    await within(async (project) => {
      const mark = join(project.folder, 'ran')
      const touch = `touch ${mark}`
      const names = [
        'preinstall',
        'install',
        'postinstall',
        'preprepare',
        'prepare',
        'prepack',
        'postpack',
        'prepublish',
        'dependencies',
      ]
      const folder = await project.package(entryOf('it'), good, {
        scripts: Object.fromEntries(names.map((name) => [name, touch])),
        gypfile: true,
        bin: {npm: './index.js', node: './index.js', datapy: './index.js'},
        oclif: {commands: './commands', hooks: {init: './hook.js', prerun: './hook.js', finally: './hook.js'}},
      })
      await write(
        join(folder, 'binding.gyp'),
        `{"targets": [{"target_name": "x", "actions": [{"action": ["touch", "${mark}"]}]}]}`,
      )
      await write(join(folder, 'hook.js'), marking(mark, 'export default () => undefined\n'))
      await write(join(folder, 'commands/list-registry.js'), marking(mark, 'export default class {}\n'))
      const tarball = await project.pack(folder)
      await rm(mark, {force: true}) // packing it was the author's own work
      const file = await jobOf(project, 'it')
      const all: readonly (readonly string[])[] = [
        ['register-mod', tarball],
        ['run-job', file],
        ['list-registry'],
        ['validate-registry'],
        ['unregister-mod', 'it'],
        ['register-mod', folder],
        ['pack-mods', '--output', join(project.folder, 'packed.tgz')],
        ['install', '--from', join(project.folder, 'packed.tgz'), '--force'],
        ['test-mod', folder],
        ['unregister-mod', 'it'],
        ['plugins:install', tarball],
        ['plugins:uninstall', 'test-mod-it'],
        ['plugins:link', folder],
      ]
      for (const args of all.slice(0, share(6, Infinity)))
        await tally.try(args.slice(0, 2).join(' '), async () => {
          const {code, stderr} = await project.datapy(...args)
          expect(code, stderr).to.be.oneOf([0, 20])
          expect(existsSync(mark), 'a script ran').to.equal(false)
        })
    })
  })

  cell('a registered package that is changed, exchanged or impersonated', async (tally) => {
    await within(async (project) => {
      const tarball = await project.pack(await project.package(entryOf('it'), good))
      expect((await project.datapy('register-mod', tarball)).code).to.equal(0)
      const installed = join(project.dataFolder, 'node_modules/test-mod-it')
      const file = await jobOf(project, 'it')
      const mark = join(project.folder, 'ran')
      const runs = async (code: number, why: string) => {
        const ended = await project.datapy('run-job', file, '--restart')
        expect(ended.code, ended.stderr).to.equal(code)
        expect(ended.stderr + ended.stdout).to.include(why)
        expect(existsSync(mark), 'it was loaded').to.equal(false)
      }
      const lookAlike = (folder: string) => writePackage(folder, entryOf('it'), marking(mark))
      await tally.try('another of its name nearer, and on NODE_PATH', async () => {
        for (const near of ['node_modules', 'modules']) await lookAlike(join(project.folder, near, 'test-mod-it'))
        project.env['NODE_PATH'] = join(project.folder, 'modules')
        await runs(0, 'said=good')
      })
      await tally.try('the entry', async () => {
        const was = await readFile(join(installed, 'index.js'))
        await appendFile(join(installed, 'index.js'), '// more\n')
        await runs(20, 'mod_changed')
        await writeFile(join(installed, 'index.js'), was)
        await runs(0, 'said=good')
      })
      await tally.try('package.json', async () => {
        const was = await readFile(join(installed, 'package.json'))
        await writeFile(join(installed, 'package.json'), was.toString().replace('./index.js', './other.js'))
        await write(join(installed, 'other.js'), marking(mark))
        await runs(20, 'mod_changed')
        await writeFile(join(installed, 'package.json'), was)
      })
      await tally.try('a file more, which validate-registry finds', async () => {
        const {code, stdout} = await project.datapy('validate-registry')
        expect([code, stdout.includes('mod_changed')]).to.deep.equal([20, true])
        await rm(join(installed, 'other.js'))
      })
      await rename(installed, `${installed}-away`)
      await tally.try('a look-alike in its place', async () => {
        await lookAlike(installed)
        await runs(20, 'mod_changed')
        await rm(installed, {recursive: true})
      })
      await tally.try('a link to a look-alike in its place', async () => {
        await symlink(join(project.folder, 'modules/test-mod-it'), installed)
        await runs(20, 'mod_changed')
        await rm(installed)
      })
      await tally.try('gone, with a look-alike nearer', () => runs(20, 'mod_changed'))
      for (const [what, type, name] of [
        ['its type', 'it', 'test-mod-other'],
        ['a type that ships', 'csv_reader', 'test-mod-csv'],
      ] as const)
        await tally.try(`another package that declares ${what}`, async () => {
          const folder = await project.package({...entryOf(type), module_path: name})
          const before = await readFile(project.registryFile)
          const {code, stderr} = await project.datapy('register-mod', folder)
          if (type === 'it') expect([code, stderr.includes('mod_type_taken')], stderr).to.deep.equal([20, true])
          expect((await readFile(project.registryFile)).equals(before) || code === 0).to.equal(true)
        })
    })
  })
})

/** Does something with a project that is made for it and removed after it. */
async function within(work: (project: RegistryProject) => Promise<void>): Promise<void> {
  const project = await registryProject()
  try {
    await work(project)
  } finally {
    await project.remove()
  }
}
