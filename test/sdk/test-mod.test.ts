import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {readFile, readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, tempFolder, writePackage} from '../mod-package.js'

const text = {type: 'string'} as const

describe('datapy/testing', () => {
  const testers: ModTester[] = []
  let temp: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    temp = await tempFolder()
  })
  afterEach(async () => {
    for (const tester of testers.splice(0)) await tester.close()
    await temp.remove()
  })
  /** A tester for a mod of which this is the body of `run(params, context)`. */
  const modOf = async (body: string, more: Partial<RegistryEntry> = {}): Promise<ModTester> => {
    const ports = {input_ports: [], output_ports: ['data'], globals_produced: [], globals_consumed: []}
    const entry = entryOf('tried', {interface: ports, ...more})
    await writePackage(
      temp.path,
      entry,
      `export async function run(params, context) {\nconst {result, data} = context\n${body}\n}\n`,
    )
    const tester = await testMod(temp.path)
    testers.push(tester)
    return tester
  }
  const through = {input_ports: ['data'], output_ports: ['data'], globals_produced: [], globals_consumed: []}

  it('runs a package and gives the standard result, its tables readable', async () => {
    const mod = await modOf(`result.addArtifact('data', [{a: 1}, {a: 2}]); result.addMetric('n', 2); return result.success()`)
    const result = await mod.run({})
    expect(result).to.include({status: 'success', exit_code: 0})
    expect(result.metrics).to.deep.equal({n: 2})
    expect(result.logs).to.include({mod_type: 'tried', mod_name: 'tried', log_file: null})
    expect(await mod.rows(result)).to.deep.equal([{a: 1}, {a: 2}])
    expect(await mod.rows(result, 'other')).to.deep.equal([])
    expect(mod.entry.metadata).to.include({type: 'tried', category: 'sources'})
  })

  it('takes the folder as a file: URL too', async () => {
    await modOf('return result.success()')
    const mod = await testMod(pathToFileURL(temp.path))
    testers.push(mod)
    expect((await mod.run({})).status).to.equal('success')
  })

  it('validates parameters as a run does, fills defaults in, and says what is wrong', async () => {
    const schema = {
      type: 'object',
      required: ['name'],
      properties: {name: text, list: {type: 'array', items: text, default: ['x']}},
    }
    const mod = await modOf(`params.list.push('y'); result.addMetric('list', params.list); return result.success()`, {
      config_schema: schema,
    })
    expect((await mod.run({name: 'a'})).metrics).to.deep.equal({list: ['x', 'y']})
    expect((await mod.run({name: 'a'})).metrics).to.deep.equal({list: ['x', 'y']})
    const wrong = await mod.run({nmae: 'a', list: 'x'})
    expect(wrong.exit_code).to.equal(20)
    expect(wrong.errors.map(({code}) => code)).to.have.members(['unknown_param', 'missing_param', 'invalid_param'])
  })

  it('hands on globals that the mod consumes, the mod’s name and its parameters’ references', async () => {
    const ports = {...through, input_ports: [], globals_consumed: ['region']}
    const schema = {type: 'object', properties: {path: text}}
    const mod = await modOf(
      `result.addMetric('seen', [context.globals.region, params.region, params.path, context.modName]); return result.success()`,
      {interface: ports, config_schema: schema},
    )
    const result = await mod.run({path: '${region}/x'}, {globals: {region: 'eu'}, modName: 'mine'})
    expect(result.metrics).to.deep.equal({seen: ['eu', 'eu', 'eu/x', 'mine']})
  })

  it('takes rows, arquero tables and Datasets on input ports, and refuses to do without', async () => {
    const mod = await modOf(
      `result.addArtifact('data', await params.data.sql('SELECT a + 1 AS a FROM input')); return result.success()`,
      {
        interface: through,
      },
    )
    const {table} = await import('arquero')
    const typed = await mod.table([{a: 1}], [{name: 'a', type: 'BIGINT'}])
    for (const data of [[{a: 1}], table({a: [1]}), typed]) expect(await mod.rows(await mod.run({data}))).to.deep.equal([{a: 2}])
    expect((await mod.run({})).errors.map(({code}) => code)).to.deep.equal(['missing_input'])
  })

  it('takes a list or a map of tables where the schema says so, and counts the rows of all of them', async () => {
    const ports = {...through, input_ports: ['all', 'named'], row_balance: true}
    const schema = {type: 'object', properties: {all: {type: 'array'}, named: {type: 'object'}}}
    const mod = await modOf(
      `const tables = [...params.all, ...Object.values(params.named ?? {})]
      const rows = []
      for (const table of tables) rows.push(...await table.rows())
      result.addArtifact('data', rows.slice(0, params.named?.short === undefined ? undefined : 1))
      return result.success()`,
      {interface: ports, config_schema: schema},
    )
    const held = await mod.table([{a: 3}], [{name: 'a', type: 'BIGINT'}])
    const good = await mod.run({all: [[{a: 1}], [{a: 2}]], named: {x: held}})
    expect(good.errors).to.deep.equal([])
    expect(await mod.rows(good)).to.deep.equal([{a: 1}, {a: 2}, {a: 3}])
    const lost = await mod.run({all: [[{a: 1}]], named: {short: held}})
    expect(lost.errors.map(({code}) => code)).to.deep.equal(['row_balance'])
    expect((await mod.run({all: [5]})).errors.map(({code}) => code)).to.deep.equal(['invalid_param'])
    expect((await mod.run({all: [[{a: 1}]]})).status).to.equal('success')
  })

  it('counts the rows of the ports alone that the row balance names', async () => {
    const ports = {...through, input_ports: ['all', 'named'], row_balance: ['all']}
    const schema = {type: 'object', properties: {all: {type: 'array'}, named: {type: 'object'}}}
    const mod = await modOf(`result.addArtifact('data', params.all[0]); return result.success()`, {
      interface: ports,
      config_schema: schema,
    })
    const held = await mod.table([{a: 3}], [{name: 'a', type: 'BIGINT'}])
    expect((await mod.run({all: [held], named: {x: held}})).errors).to.deep.equal([])
    expect((await mod.run({all: [held, held], named: {}})).errors.map(({code}) => code)).to.deep.equal(['row_balance'])
  })

  it('makes tables with columns of given types, also without rows', async () => {
    const mod = await modOf(`result.addArtifact('data', params.data); return result.success()`, {interface: through})
    const result = await mod.run({data: await mod.table([], [{name: 'day', type: 'DATE'}])})
    expect(result.errors).to.deep.equal([])
    expect(result.artifacts['data'])
      .to.have.property('columns')
      .that.deep.equals([{name: 'day', type: 'DATE'}])
  })

  it('holds the mod to its row balance', async () => {
    const interfaceOf = {...through, row_balance: true}
    const mod = await modOf(
      `result.addArtifact('data', await params.data.sql('SELECT * FROM input LIMIT 1')); result.addMetric('rows_dropped', 0); return result.success()`,
      {interface: interfaceOf},
    )
    const result = await mod.run({data: [{a: 1}, {a: 2}]})
    expect(result.errors.map(({code}) => code)).to.deep.equal(['row_balance'])
  })

  it('makes an honest error of what a mod throws, prints, or ends the process with', async () => {
    const thrown = await (await modOf(`throw new Error('no such luck')`)).run({})
    expect(thrown).to.include({status: 'error', exit_code: 30})
    expect(thrown.errors[0]).to.include({code: 'mod_threw', message: 'no such luck'})
  })

  it('does not let a mod end the tests', async () => {
    const result = await (await modOf('process.exit(0)')).run({})
    expect(result.errors.map(({code}) => code)).to.deep.equal(['mod_exited'])
  })

  it('gives the mod’s files their names when it succeeds, and leaves none when it fails', async () => {
    const schema = {
      type: 'object',
      properties: {file: {type: 'string', format: 'output-file'}, fail: {type: 'boolean', default: false}},
    }
    const mod = await modOf(
      `await data.writeCsv(params.data, params.file); if (params.fail) throw new Error('late'); return result.success()`,
      {interface: through, config_schema: schema},
    )
    await mod.run({data: [{a: 1}], file: 'out/kept.csv'})
    await mod.run({data: [{a: 1}], file: 'out/lost.csv', fail: true})
    expect(await readdir(join(mod.folder, 'out'))).to.deep.equal(['kept.csv'])
    expect(await readFile(join(mod.folder, 'out/kept.csv'), 'utf8')).to.equal('a\n1\n')
  })

  it('starts relative paths at its folder, and takes that away in the end', async () => {
    const schema = {type: 'object', properties: {file: {type: 'string', format: 'input-file'}}}
    const mod = await modOf(`result.addMetric('file', params.file); return result.success()`, {config_schema: schema})
    expect((await mod.run({file: 'in.txt'})).errors.map(({code}) => code)).to.deep.equal(['input_file_missing'])
    await writeFile(join(mod.folder, 'in.txt'), '')
    expect((await mod.run({file: 'in.txt'})).metrics).to.deep.equal({file: join(mod.folder, 'in.txt')})
    await mod.close()
    expect(existsSync(mod.folder)).to.equal(false)
  })

  it('stops a mod when its signal is aborted', async () => {
    const mod = await modOf(
      `await new Promise((resolve) => {context.signal.addEventListener('abort', resolve); setTimeout(resolve, 20_000).unref()}); return result.success()`,
    )
    const controller = new AbortController()
    const running = mod.run({}, {signal: controller.signal})
    setTimeout(() => {
      controller.abort(new Error('enough'))
    }, 50)
    expect((await running).status).to.equal('error')
  })

  const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
    try {
      await promise
      return 'none'
    } catch (error) {
      return (error as {problems?: {code: unknown}[]}).problems?.[0]?.code
    }
  }

  it('refuses a folder that holds no mod, and a schema that is none', async () => {
    expect(await codeOf(testMod(temp.path))).to.equal('mod_package_missing')
    await writeFile(join(temp.path, 'package.json'), '{"name": "x"')
    expect(await codeOf(testMod(temp.path))).to.equal('mod_package_not_json')
    await writeFile(join(temp.path, 'package.json'), '{"name": "x"}')
    expect(await codeOf(testMod(temp.path))).to.equal('datapy_key_missing')
    await writePackage(temp.path, entryOf('tried', {config_schema: {type: 'object', properties: {a: {type: 'strin'}}}}))
    expect(await codeOf(testMod(temp.path))).to.equal('bad_config_schema')
  })

  it('says so when the package is not built', async () => {
    const mod = await modOf('return result.success()')
    await writePackage(temp.path, entryOf('tried'), '', {exports: './dist/run.js'})
    const unbuilt = await testMod(temp.path)
    testers.push(unbuilt)
    expect((await unbuilt.run({})).errors.map(({code}) => code)).to.deep.equal(['mod_import_failed'])
    expect((await mod.run({})).errors.map(({code}) => code)).to.deep.equal(['mod_import_failed'])
  })
})
