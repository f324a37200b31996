import {expect} from 'chai'
import {mkdir, readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {dataFolder} from '../../src/node/data-folder.js'
import {findRegistry, readRegistry} from '../../src/node/registry-file.js'
import {entryOf, registryOf, tempFolder, write} from '../mod-package.js'

const text = (...types: string[]) => JSON.stringify(registryOf(...types.map((type) => entryOf(type))))

describe('which registry holds', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let from: string
  let env: NodeJS.ProcessEnv
  beforeEach(async () => {
    folder = await tempFolder()
    from = join(folder.path, 'project/jobs/daily')
    env = {DATAPY_DATA_DIR: join(folder.path, 'data')}
    await mkdir(from, {recursive: true})
  })
  afterEach(() => folder.remove())
  const found = async (flag?: string, more: NodeJS.ProcessEnv = {}) => {
    const location = await findRegistry({flag, env: {...env, ...more}, from})
    return location.ok ? location.value.file : location.problems
  }

  it('is the one that is named, by flag before environment, before any that is near', async () => {
    await write(join(from, 'registry.json'), text('near'))
    expect(await found('/a/flag.json', {DATAPY_REGISTRY: '/an/env.json'})).to.equal('/a/flag.json')
    expect(await found(undefined, {DATAPY_REGISTRY: '/an/env.json'})).to.equal('/an/env.json')
    expect(await found(undefined, {DATAPY_REGISTRY: ''})).to.equal(join(from, 'registry.json'))
  })

  it('is the nearest upward that has mods, past those of other tools', async () => {
    const project = await write(join(folder.path, 'project/registry.json'), text('mine'))
    await write(join(folder.path, 'registry.json'), text('farther'))
    await write(join(from, 'registry.json'), '{"name": "shadcn", "items": []}')
    await write(join(from, '../registry.json'), '{"mods": []}')
    expect(await found()).to.equal(project)
  })

  it('is refused where a nearer file is not JSON, rather than passed over', async () => {
    await write(join(folder.path, 'project/registry.json'), text('mine'))
    const broken = await write(join(from, 'registry.json'), '{"mods": {')
    const problems = await found()
    expect(problems).to.be.an('array').with.length(1)
    expect(problems[0]).to.deep.include({code: 'registry_not_json'})
    expect(JSON.stringify(problems)).to.include(broken)
  })

  it('passes over a folder of that name', async () => {
    await mkdir(join(from, 'registry.json'))
    expect(await found()).to.equal(join(folder.path, 'data/registry.json'))
  })

  it("is else the user's own over the one that ships; reading it makes nothing", async () => {
    await writeFile(join(folder.path, 'shipped.json'), text('csv_reader', 'csv_writer'))
    expect(await found()).to.equal(join(folder.path, 'data/registry.json'))
    const location = {file: join(folder.path, 'data/registry.json'), base: join(folder.path, 'shipped.json')}
    const shipped = await readRegistry(location)
    expect(shipped.ok && Object.keys(shipped.value.mods)).to.deep.equal(['csv_reader', 'csv_writer'])
    expect(await readdir(folder.path)).to.have.members(['project', 'shipped.json'])
    await write(location.file, text('mine'))
    const both = await readRegistry(location)
    expect(both.ok && Object.keys(both.value.mods)).to.have.members(['csv_reader', 'csv_writer', 'mine'])
  })

  it('is refused when it is named and is not there, has no mods, or is a folder', async () => {
    await writeFile(join(folder.path, 'without.json'), '{"name": "x"}')
    const codeOf = async (file: string) => {
      const read = await readRegistry({file: join(folder.path, file)})
      return read.ok ? 'read' : read.problems.map(({code, message}) => [code, message.includes(file)])
    }
    expect(await codeOf('absent.json')).to.deep.equal([['registry_missing', true]])
    expect(await codeOf('without.json')).to.deep.equal([['registry_without_mods', true]])
    expect(await codeOf('project')).to.deep.equal([['registry_unreadable', true]])
  })

  it('may start with a byte order mark', async () => {
    const file = await write(join(folder.path, 'bom.json'), `\uFEFF${text('mine')}`)
    expect((await readRegistry({file})).ok).to.equal(true)
  })
})

describe('the data folder', () => {
  it('is the one that is named, else by XDG, else in the home folder', () => {
    expect(dataFolder({DATAPY_DATA_DIR: '/d', XDG_DATA_HOME: '/x', HOME: '/h'})).to.equal('/d')
    expect(dataFolder({XDG_DATA_HOME: '/x', HOME: '/h'})).to.equal('/x/datapy')
    expect(dataFolder({HOME: '/h'})).to.equal('/h/.local/share/datapy')
  })

  it('can be told without any environment', () => {
    expect(dataFolder({})).to.match(/^\/.*datapy$/)
  })
})
