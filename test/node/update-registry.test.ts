import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {chmod, readdir, readFile, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Registry} from '../../src/model/registry.js'
import {updateRegistry} from '../../src/node/update-registry.js'
import {mergeEntry} from '../../src/registry/merge-entry.js'
import {entryOf, registryOf, tempFolder, write} from '../mod-package.js'

const today = '2026-11-23'
const source = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '..', path)).href)

describe('updateRegistry', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let file: string
  beforeEach(async () => {
    folder = await tempFolder()
    file = await write(join(folder.path, 'registry.json'), JSON.stringify(registryOf(entryOf('old_one'))))
  })
  afterEach(() => folder.remove())
  const typesIn = async (path: string) => Object.keys((JSON.parse(await readFile(path, 'utf8')) as Registry).mods)

  it('loses no entry when many processes register at once', async () => {
    const writers = 16
    const each = 3
    const code = (writer: number) => `
      import {updateRegistry} from ${source('../src/node/update-registry.ts')}
      import {mergeEntry} from ${source('../src/registry/merge-entry.ts')}
      import {entryOf} from ${source('mod-package.ts')}
      for (let n = 0; n < ${String(each)}; n++) {
        const entry = entryOf('mod_${String(writer)}_' + n)
        const done = await updateRegistry({file: ${JSON.stringify(file)}}, (registry) => mergeEntry(registry, entry, {today: '${today}'}))
        if (!done.ok) throw new Error(JSON.stringify(done.problems))
      }`
    const children = Array.from({length: writers}, (_, writer) =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code(writer)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    )
    const codes = await Promise.all(children.map((child) => new Promise((resolve) => child.once('close', resolve))))
    expect(codes).to.deep.equal(Array(writers).fill(0))
    expect(await typesIn(file)).to.have.length(1 + writers * each)
    expect(await readdir(folder.path)).to.deep.equal(['registry.json'])
  }).timeout(120_000)

  it('writes nothing when the change is refused', async () => {
    const before = await readFile(file, 'utf8')
    const updated = await updateRegistry({file}, (registry) => mergeEntry(registry, entryOf('old_one'), {today}))
    expect(!updated.ok && updated.problems[0]?.code).to.equal('mod_type_taken')
    expect(await readFile(file, 'utf8')).to.equal(before)
    expect(await readdir(folder.path)).to.deep.equal(['registry.json'])
  })

  it('writes nothing that it could not read again', async () => {
    const before = await readFile(file, 'utf8')
    const entry = {...entryOf('new_one'), module_path: '../evil'}
    const updated = await updateRegistry({file}, (registry) => ({
      ok: true,
      value: {...registry, mods: {...registry.mods, new_one: entry}},
    }))
    expect(!updated.ok && updated.problems[0]?.code).to.equal('entry_invalid')
    expect(await readFile(file, 'utf8')).to.equal(before)
  })

  it('refuses to write over a type that is there twice, of which it would lose one', async () => {
    const twice = `{"mods": {"a": ${JSON.stringify(entryOf('a'))}, "a": ${JSON.stringify(entryOf('a', {version: '2.0.0'}))}}}`
    await write(file, twice)
    const updated = await updateRegistry({file}, (registry) => mergeEntry(registry, entryOf('b'), {today}))
    expect(!updated.ok && updated.problems[0]?.code).to.equal('repeated_key')
    expect(await readFile(file, 'utf8')).to.equal(twice)
  })

  it("makes a user's own registry at first need, with what differs from the one that ships alone", async () => {
    const own = join(folder.path, 'data/deep/registry.json')
    const updated = await updateRegistry({file: own, base: file}, (registry) => mergeEntry(registry, entryOf('mine'), {today}))
    expect(updated.ok && Object.keys(updated.value.mods)).to.have.members(['old_one', 'mine'])
    expect(await typesIn(own)).to.deep.equal(['mine'])
    const document = JSON.parse(await readFile(own, 'utf8')) as Registry
    expect(document._metadata).to.deep.include({created: today, last_updated: today})
    expect(await typesIn(file)).to.deep.equal(['old_one'])
  })

  it('goes by the file itself, whatever link leads to it', async () => {
    await symlink(file, join(folder.path, 'link.json'))
    await updateRegistry({file: join(folder.path, 'link.json')}, (registry) => mergeEntry(registry, entryOf('new_one'), {today}))
    expect(await typesIn(file)).to.have.members(['old_one', 'new_one'])
  })

  it('says so when the registry is not there, or its folder cannot be written', async function () {
    const absent = await updateRegistry({file: join(folder.path, 'no/registry.json')}, (registry) => ({
      ok: true,
      value: registry,
    }))
    expect(!absent.ok && absent.problems[0]?.code).to.equal('registry_missing')
    if (process.getuid?.() === 0) return // root may write anywhere
    await chmod(folder.path, 0o555)
    const readOnly = await updateRegistry({file}, (registry) => mergeEntry(registry, entryOf('new_one'), {today}))
    await chmod(folder.path, 0o755)
    expect(!readOnly.ok && readOnly.problems[0]?.code).to.equal('registry_unwritable')
  })
})
