import {expect} from 'chai'
import {lstat, mkdir, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {entryOf, registryOf} from '../mod-package.js'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {calmEnd} from './calm-end.js'
import {cell, share} from './cell.js'

/** Links under the name of the registry: what they are made of, by name and target, and where its entries then are. */
const links: readonly (readonly [what: string, made: readonly (readonly [name: string, to: string])[], refused?: boolean])[] = [
  ['to a file beside it', [['registry.json', 'own.json']]],
  ['to a file elsewhere', [['registry.json', 'shared/own.json']]],
  [
    'through another link',
    [
      ['registry.json', 'middle.json'],
      ['middle.json', 'shared/own.json'],
    ],
  ],
  [
    'through a folder that is a link',
    [
      ['registry.json', 'there/own.json'],
      ['there', 'shared'],
    ],
  ],
  ['to a file that is not there', [['registry.json', 'shared/none.json']], true],
  [
    'round in a circle',
    [
      ['registry.json', 'middle.json'],
      ['middle.json', 'registry.json'],
    ],
    true,
  ],
]

describe('Disk and permissions', () => {
  cell('a registry that is a link: it stays one, and what it leads to is changed', async (tally) => {
    for (const [what, made, refused = false] of links.filter((_, index) => share(3, 1) === 1 || [1, 4].includes(index)))
      await tally.try(what, async () => {
        const project = await registryProject()
        try {
          await link(project, made)
          const folder = await project.package(entryOf('fresh'))
          const registered = await project.datapy('register-mod', folder, '--json')
          await staysLinks(project, made)
          if (refused) {
            expect(registered.code, registered.stdout).to.equal(20)
            calmEnd(registered, /registry/)
            return
          }
          expect(registered.code, registered.stdout).to.equal(0)
          expect(await entriesOf(project)).to.deep.equal(['fresh'])
          const removed = await project.datapy('unregister-mod', 'fresh', '--json')
          expect(removed.code, removed.stdout).to.equal(0)
          await staysLinks(project, made)
          expect(await entriesOf(project)).to.deep.equal([])
        } finally {
          await project.remove()
        }
      })
  })

  cell("a user's own registry that is a link to a file that is not there yet: it is made there", async (tally) => {
    for (const to of ['own.json', '../shared/own.json', '../none/own.json'].slice(0, share(2, 3)))
      await tally.try(to, async () => {
        const project = await registryProject()
        try {
          await rm(project.registryFile)
          await mkdir(join(project.folder, 'shared'))
          await mkdir(project.dataFolder)
          await symlink(to, join(project.dataFolder, 'registry.json'))
          const ended = await project.datapy('register-mod', await project.package(entryOf('fresh')), '--json')
          expect((await lstat(join(project.dataFolder, 'registry.json'))).isSymbolicLink()).to.equal(true)
          if (to.includes('none'))
            expect([ended.code, ...calmEnd(ended, /registry|none/)]).to.deep.equal([20, 'registry_unwritable'])
          else {
            expect(ended.code, ended.stdout).to.equal(0)
            expect(await readFile(join(project.dataFolder, to), 'utf8')).to.include('fresh')
          }
        } finally {
          await project.remove()
        }
      })
  })
})

async function link({folder, registryFile}: RegistryProject, made: (typeof links)[number][1]): Promise<void> {
  await mkdir(join(folder, 'shared'))
  await writeFile(join(folder, 'shared/own.json'), JSON.stringify(registryOf()))
  await rename(registryFile, join(folder, 'own.json'))
  for (const [name, to] of made) await symlink(to, join(folder, name))
}

async function staysLinks({folder}: RegistryProject, made: (typeof links)[number][1]): Promise<void> {
  for (const [name] of made) expect((await lstat(join(folder, name))).isSymbolicLink(), name).to.equal(true)
}

async function entriesOf({registryFile}: RegistryProject): Promise<readonly string[]> {
  return Object.keys((JSON.parse(await readFile(registryFile, 'utf8')) as {mods: object}).mods)
}
