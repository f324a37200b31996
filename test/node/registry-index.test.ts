import {expect} from 'chai'
import {readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Registry} from '../../src/model/registry.js'
import {loadRegistry} from '../../src/node/registry-file.js'
import {readIndexed} from '../../src/node/registry-index.js'
import {entryOf, registryOf, tempFolder} from '../mod-package.js'

const before = new Date('2024-01-01')

/** Text in an entry that is not ASCII, and looks like JSON. */
const described = (description: string) => ({config_schema: {type: 'object', description}})

describe('the index of a large registry', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let file: string
  let env: NodeJS.ProcessEnv
  const registry = registryOf(
    ...Array.from({length: 300}, (_, index) => entryOf(`mod_${String(index)}`, described(`Größe ${'×'.repeat(index)} "{" }`))),
  )
  beforeEach(async () => {
    folder = await tempFolder()
    file = join(folder.path, 'registry.json')
    env = {DATAPY_CACHE_DIR: join(folder.path, 'cache')}
    await write(registry)
  })
  afterEach(() => folder.remove())

  /** As somebody who wrote it long ago has left it. */
  async function write(content: Registry, {mark = ''} = {}): Promise<void> {
    await writeFile(file, mark + JSON.stringify(content, null, 2))
    await utimes(file, before, before)
  }
  const load = async (...types: string[]) => {
    const loaded = await loadRegistry({flag: undefined, env, from: folder.path}, new Set(types))
    return loaded.ok ? loaded.value.registry.mods : loaded.problems
  }
  const indexed = (...types: string[]) => readIndexed(file, new Set(types), env)?.mods

  it('is left by the first who reads it whole, and spares the next all but what is asked for', async () => {
    expect(indexed('mod_7')).to.equal(undefined)
    expect(Object.keys(await load('mod_7'))).to.have.length(300)
    expect(await load('mod_7', 'mod_299')).to.deep.equal({mod_7: registry.mods['mod_7'], mod_299: registry.mods['mod_299']})
    expect(await load()).to.deep.equal({})
  })

  it('is good for a file with a byte order mark, too', async () => {
    await write(registry, {mark: '\uFEFF'})
    await load('mod_7')
    expect(indexed('mod_250')).to.deep.equal({mod_250: registry.mods['mod_250']})
  })

  it('gives the whole registry for a type that is not there, so that the nearest name can be told', async () => {
    await load('mod_7')
    expect(Object.keys(await load('mod_7', 'mod_999'))).to.have.length(300)
  })

  it('is not believed once the file has changed, whatever its size and time', async () => {
    await load('mod_7')
    const mods = {...registry.mods, mod_7: entryOf('mod_7', described('Größe ××××××× "}" {'))}
    await write({...registry, mods})
    expect(indexed('mod_7')).to.equal(undefined)
    expect(await load('mod_7'))
      .to.have.property('mod_7')
      .that.deep.equals(mods.mod_7)
    expect(indexed('mod_7')).to.deep.equal({mod_7: mods.mod_7})
  })

  it('is not made of a file that changes right now, nor of a small one', async () => {
    await writeFile(file, JSON.stringify(registry))
    await load('mod_7')
    await write(registryOf(entryOf('mod_7')))
    await load('mod_7')
    expect(await readdir(join(folder.path)).then((names) => names.includes('cache'))).to.equal(false)
  })

  it('leaves out entries that cannot be used, which are told by reading all', async () => {
    const broken = {...registry.mods['mod_8'], config_schema: 3}
    await write({...registry, mods: {...registry.mods, mod_8: broken as never}})
    await load('mod_7')
    expect(indexed('mod_7')).to.have.property('mod_7')
    expect(indexed('mod_8')).to.equal(undefined)
  })

  it('is made anew where it is damaged, and not missed where it cannot be written', async () => {
    await load('mod_7')
    const [name = ''] = await readdir(join(folder.path, 'cache/registries'))
    const index = join(folder.path, 'cache/registries', name)
    const whole = await readFile(index, 'utf8')
    for (const spoilt of ['', '{', whole.replaceAll(/\[\d+,/g, '[1,')]) {
      await writeFile(index, spoilt)
      expect(Object.keys(await load('mod_7')), spoilt).to.have.length(300)
      expect(indexed('mod_7')).to.deep.equal({mod_7: registry.mods['mod_7']})
    }
    await rm(join(folder.path, 'cache'), {recursive: true})
    await writeFile(join(folder.path, 'cache'), 'a file')
    expect(Object.keys(await load('mod_7'))).to.have.length(300)
  })
})
