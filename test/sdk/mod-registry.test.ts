import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {DataPyError} from '../../src/errors/datapy-error.js'
import type {Result} from '../../src/model/result.js'
import {ModRegistry} from '../../src/sdk/mod-registry.js'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, writePackage} from '../mod-package.js'

const reader = entryOf('csv_reader', {
  config_schema: {
    type: 'object',
    required: ['file_path'],
    properties: {file_path: {type: 'string'}, columns: {type: 'array', items: {type: 'string'}, default: ['a']}},
  },
})

describe('ModRegistry', () => {
  let project: RegistryProject
  let registry: ModRegistry
  const executed: unknown[] = []
  const execute = (...call: unknown[]) => {
    executed.push(call)
    return Promise.resolve({status: 'success'} as Result)
  }
  beforeEach(async () => {
    project = await registryProject(reader, entryOf('csv_writer', {category: 'sinks'}))
    registry = new ModRegistry(execute, {env: project.env, from: project.folder})
  })
  afterEach(() => project.remove())

  it('gives the entry of a type, as a copy', async () => {
    const entry = await registry.getModInfo('csv_reader')
    expect(entry).to.deep.equal(reader)
    Object.assign(entry.metadata, {version: '9.9.9'})
    expect((await registry.getModInfo('csv_reader')).metadata.version).to.equal('1.0.0')
  })

  it('refuses a type that is not there with a DataPyError of exit code 20', async () => {
    const error: unknown = await registry.getModInfo('csv_raeder').catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(DataPyError)
    expect(error).to.have.property('exitCode', 20)
  })

  it('lists the mods of a category', async () => {
    expect((await registry.listAvailableMods({category: 'sinks'})).map(({metadata}) => metadata.type)).to.deep.equal([
      'csv_writer',
    ])
    expect(await registry.listAvailableMods()).to.have.length(2)
  })

  it('validates parameters, fills defaults in, and shares none of them', async () => {
    const params = {file_path: 'a.csv'}
    const one = await registry.validateParamsSchema('csv_reader', params)
    expect(one).to.deep.equal({ok: true, value: {file_path: 'a.csv', columns: ['a']}})
    if (one.ok) (one.value['columns'] as string[]).push('b')
    const two = await registry.validateParamsSchema('csv_reader', params)
    expect(two.ok && two.value['columns']).to.deep.equal(['a'])
    expect(params).to.deep.equal({file_path: 'a.csv'})
  })

  it('tells every problem of parameters at once', async () => {
    const checked = await registry.validateParamsSchema('csv_reader', {file_pat: 'a.csv', columns: 'a'})
    expect(!checked.ok && checked.problems.map(({code}) => code)).to.have.members([
      'unknown_param',
      'missing_param',
      'invalid_param',
    ])
  })

  it('hands a mod to its executor, with a name that is made up where none is given', async () => {
    executed.length = 0
    await registry.executeMod('csv_reader', {file_path: 'a'}, 'mine')
    await registry.executeMod('csv_reader')
    expect(executed[0]).to.deep.equal(['csv_reader', {file_path: 'a'}, 'mine'])
    expect((executed[1] as string[])[2]).to.match(/^csv_reader_[0-9a-f]{8}$/)
  })

  it('checks the structure of a mod in a folder', async () => {
    const good = await writePackage(join(project.folder, 'good'), entryOf('good'))
    const bad = await writePackage(
      join(project.folder, 'bad'),
      {...entryOf('bad'), config_schema: {type: 'list'}},
      'export const go = 1',
    )
    expect((await registry.validateModStructure(good)).ok).to.equal(true)
    const checked = await registry.validateModStructure(bad)
    expect(!checked.ok && checked.problems.map(({code}) => code)).to.include.members(['bad_config_schema', 'mod_without_run'])
    expect((await registry.validateModStructure(project.folder)).ok).to.equal(false)
  })

  it('changes the document in one go, and notes the day', async () => {
    await registry.updateRegistry((document) => ({...document, _metadata: {...document._metadata, description: 'ours'}}))
    const {_metadata} = await project.registry()
    expect(_metadata).to.deep.include({
      description: 'ours',
      created: '2024-01-01',
      last_updated: new Date().toISOString().slice(0, 10),
    })
  })

  it('registers and unregisters, and validates what is there', async () => {
    const {entry} = await registry.registerMod('./new', {}).catch(() => ({entry: undefined}))
    expect(entry).to.equal(undefined)
    await writePackage(join(project.folder, 'new'), entryOf('new_mod'))
    expect((await registry.registerMod('./new')).entry.metadata.type).to.equal('new_mod')
    const {problems, mods_checked: checked} = await registry.validate()
    expect(checked).to.equal(3)
    expect(problems.map(({message}) => message.split(':')[0])).to.deep.equal(['csv_reader', 'csv_writer'])
    expect((await registry.unregisterMod('new_mod')).uninstalled).to.equal('test-mod-new-mod')
  })

  it("makes the user's own registry when the first mod is registered, over the one that ships", async () => {
    const own = new ModRegistry(execute, {env: project.env, from: '/'})
    await own.listAvailableMods()
    expect(await readdir(project.folder)).not.to.include('data')
    await writePackage(join(project.folder, 'new'), entryOf('new_mod'))
    const {registry: file} = await own.registerMod(join(project.folder, 'new'))
    expect(file).to.equal(join(project.dataFolder, 'registry.json'))
    expect(Object.keys((JSON.parse(await readFile(file, 'utf8')) as {mods: object}).mods)).to.deep.equal(['new_mod'])
    expect((await own.getModInfo('new_mod')).source).to.equal('local')
    const [shipped] = (await own.listAvailableMods()).filter(({metadata}) => metadata.type !== 'new_mod')
    const error: unknown = await own.unregisterMod(shipped?.metadata.type ?? '').catch((thrown: unknown) => thrown)
    expect(error).to.have.nested.property('problems[0].code', 'mod_ships')
  })
})
