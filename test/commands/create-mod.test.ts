import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {lstat, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {delimiter, dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {npmCli} from '../../src/node/npm.js'
import {write} from '../mod-package.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** What a job with each kind of new mod is, and what it leaves. */
const jobs = {
  sources: {params: 'last: 3', feeds: '', left: 'number,square\n1,1\n2,4\n3,9\n'},
  transformers: {params: 'column: name', feeds: 'data: ${read.data}', left: 'id,name\n007,ADA\n'},
  sinks: {params: 'file_path: out.tsv', feeds: 'data: ${read.data}', left: 'id\tname\n007\tAda\n'},
} as const

describe('create-mod', function () {
  this.timeout(120_000)
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
    const shipped = JSON.parse(await readFile(join(root, 'registry.json'), 'utf8')) as object
    await writeFile(project.registryFile, JSON.stringify(shipped))
  })
  afterEach(() => project.remove())

  /** npm without a network, in a folder of a mod; of the outside it finds no datapy. */
  async function npm(folder: string, ...args: readonly string[]): Promise<string> {
    const env = {...project.env, PATH: `${dirname(process.execPath)}${delimiter}/usr/bin${delimiter}/bin`}
    const {stdout} = await run(process.execPath, [npmCli(), ...args], {cwd: folder, env})
    return stdout
  }
  const create = (...args: readonly string[]) => project.datapy('create-mod', ...args)

  for (const category of ['sources', 'transformers', 'sinks'] as const)
    for (const language of ['ts', 'js'] as const)
      it(`makes a mod of ${category} in ${language} that tests itself, registers, runs in a job, packs and installs`, async () => {
        const made = await create('my-shout', '--category', category, '--language', language, '--scope', '@acme', '--json')
        expect(made.stderr).to.equal('')
        expect(JSON.parse(made.stdout)).to.include({
          status: 'success',
          type: 'my_shout',
          package: '@acme/mod-my-shout',
          folder: 'mod-my-shout',
        })
        const folder = join(project.folder, 'mod-my-shout')

        const tested = await npm(folder, 'test')
        expect(tested)
          .to.match(/[#ℹ] fail 0/)
          .and.match(/\n10 ok\n/)

        expect((await project.datapy('register-mod', folder)).code).to.equal(0)
        expect((await project.datapy('mod-info', 'my_shout')).stdout).to.include('@acme/mod-my-shout')
        await runsInJob(category)
        expect((await project.datapy('unregister-mod', 'my_shout')).code).to.equal(0)

        const tarball = await project.pack(folder)
        await rm(folder, {recursive: true})
        const registered = await project.datapy('register-mod', tarball)
        expect(registered.code, registered.stderr).to.equal(0)
        await runsInJob(category)
        expect((await project.datapy('validate-registry')).code).to.equal(0)
      })

  async function runsInJob(category: keyof typeof jobs): Promise<void> {
    const {params, feeds, left} = jobs[category]
    await write(join(project.folder, 'people.csv'), 'id,name\n007,Ada\n')
    const lines = [
      'mods:',
      '  read: {_type: csv_reader, file_path: people.csv}',
      '  mine:',
      '    _type: my_shout',
      `    ${params}`,
      ...(feeds === '' ? [] : [`    ${feeds}`]),
    ]
    if (category !== 'sinks') lines.push('  write: {_type: csv_writer, data: "${mine.data}", file_path: out.tsv}')
    const job = await write(join(project.folder, 'job.yaml'), lines.join('\n'))
    const {code, stderr} = await project.datapy('run-job', job)
    expect(code, stderr).to.equal(0)
    expect(await readFile(join(project.folder, 'out.tsv'), 'utf8')).to.equal(left)
  }

  it('names the mod, its package and its folder after what it is given', async () => {
    await create(
      'mod-sap_orders',
      '-c',
      'sources',
      '--description',
      'Reads "orders"',
      '--author',
      'Ann',
      '--license',
      'MIT',
      '--dir',
      'a/b',
    )
    const packageJson = JSON.parse(await readFile(join(project.folder, 'a/b/package.json'), 'utf8')) as Record<string, unknown>
    expect(packageJson).to.deep.include({
      name: 'mod-sap-orders',
      description: 'Reads "orders"',
      author: 'Ann',
      license: 'MIT',
      oclif: {},
    })
    expect(packageJson['datapy']).to.deep.include({metadata: {type: 'sap_orders', category: 'sources'}})
    expect(packageJson['peerDependencies']).to.deep.equal({datapy: '>=0.1.0 <1'})
    expect(await readdir(join(project.folder, 'a'))).to.deep.equal(['b'])
  })

  for (const language of ['ts', 'js'])
    it(`makes ${language} whose types are right, and a package that publint finds nothing wrong with`, async () => {
      for (const category of ['sources', 'transformers', 'sinks']) {
        await create(category, '-c', category, '--language', language)
        const folder = join(project.folder, `mod-${category}`)
        await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--noEmit'])
        await run(process.execPath, [join(root, 'node_modules/publint/src/cli.js'), '--strict', '--pack', 'false', folder])
      }
    })

  it('fills an empty folder, and refuses one that is not, or that is a file', async () => {
    await mkdir(join(project.folder, 'mod-one'))
    expect((await create('one', '-c', 'sinks')).code).to.equal(0)
    const before = await readdir(project.folder)
    await writeFile(join(project.folder, 'taken'), '')
    for (const args of [['one'], ['two', '--dir', 'taken'], ['two', '--dir', 'mod-one/src']]) {
      const {code, stderr} = await create(...args, '-c', 'sources')
      expect(code).to.equal(20)
      expect(stderr).to.include('mod_folder_taken').and.include('not empty')
    }
    expect(await readdir(project.folder)).to.deep.equal([...before, 'taken'].sort())
    expect(await readFile(join(project.folder, 'mod-one/package.json'), 'utf8')).to.include('"sinks"')
  })

  it('says that it cannot write where it cannot', async () => {
    const {code, stderr} = await create('one', '-c', 'sources', '--dir', '/proc/mod-one')
    expect(code).to.equal(20)
    expect(stderr).to.include('mod_folder_unwritable').and.include('/proc/mod-one')
  })

  it('refuses names that are none, and says which would do', async () => {
    for (const name of ['Shout', 'a b', '../x', '1st', 'a--b', '@acme/shout']) {
      const {code, stderr} = await create(name, '-c', 'sources')
      expect(code, name).to.equal(2)
      expect(stderr).to.include('bad_mod_name')
    }
    expect((await create('@acme/shout', '-c', 'sources')).stderr).to.include('--scope @acme')
    expect((await create('shout', '-c', 'sources', '--scope', 'acme')).code).to.equal(2)
    expect((await create('shout', '-c', 'readers')).code).to.equal(2)
    expect((await create('shout')).code).to.equal(2)
    expect(await readdir(project.folder)).to.deep.equal(['registry.json'])
  })
})

describe('build-mod', function () {
  this.timeout(60_000)
  let project: RegistryProject
  let folder: string
  beforeEach(async () => {
    project = await registryProject()
    await project.datapy('create-mod', 'shout', '-c', 'transformers')
    folder = join(project.folder, 'mod-shout')
  })
  afterEach(() => project.remove())
  const build = () => runDatapy(['build-mod'], {cwd: folder, env: project.env})
  const text = (file: string) => readFile(join(folder, file), 'utf8')

  it('says so when nothing has changed', async () => {
    expect(await build()).to.deep.equal({code: 0, stdout: 'built shout 0.1.0: nothing had changed\n', stderr: ''})
  })

  it('brings types and README in line with the schema, and keeps what is written by hand', async () => {
    await writeFile(
      join(folder, 'README.md'),
      (await text('README.md')).replace('## Working on it', '## Mine\n\n## Working on it'),
    )
    const packageJson = await text('package.json')
    await writeFile(
      join(folder, 'package.json'),
      packageJson.replace('"ending"', '"suffix"').replace('What is put behind', 'What stands behind'),
    )
    expect((await build()).stdout)
      .to.include('wrote src/params.ts')
      .and.include('wrote README.md')
    expect(await text('src/params.ts'))
      .to.include('suffix: string')
      .and.not.include('ending')
    expect(await text('README.md'))
      .to.include('| `suffix` |')
      .and.include('What stands behind')
      .and.include('## Mine')
  })

  it('takes the types out of every source, keeps its lines, and drops what has no source any more', async () => {
    await write(
      join(folder, 'src/deep/one.ts'),
      'enum Kind {\n  A = 1,\n}\nexport const one = (x: number): number => x! satisfies number\nexport {Kind}\n',
    )
    await write(join(folder, 'dist/gone.js'), '')
    expect((await build()).stdout)
      .to.include('wrote dist/deep/one.js')
      .and.include('removed dist/gone.js')
    expect((await text('dist/deep/one.js')).split('\n')[3]).to.match(/^export const one = \(x\) *=> x/)
    expect(((await import(join(folder, 'dist/deep/one.js'))) as {one(x: number): number}).one(3)).to.equal(3)
    expect(existsSync(join(folder, 'dist/gone.js'))).to.equal(false)
  })

  it('points at what it cannot read, and changes nothing', async () => {
    const before = await text('dist/run.js')
    await write(join(folder, 'src/bad.ts'), 'export const a = 1\nexport const = 2\n')
    await writeFile(join(folder, 'src/run.ts'), 'export const run = 1\n')
    const {code, stderr} = await build()
    expect(code).to.equal(20)
    expect(stderr)
      .to.include('mod_source_unreadable')
      .and.match(/src\/bad\.ts:2:\d+/)
    expect(await text('dist/run.js')).to.equal(before)
  })

  it('keeps its link to datapy when npm installs, and gets it back when it has gone', async () => {
    await run(process.execPath, [npmCli(), 'install', '--no-audit', '--no-fund'], {cwd: folder, env: project.env})
    expect(existsSync(join(folder, 'package-lock.json'))).to.equal(false)
    expect((await build()).stdout).not.to.include('linked')
    await rm(join(folder, 'node_modules'), {recursive: true})
    expect((await build()).stdout).to.include('linked node_modules/datapy')
    expect((await lstat(join(folder, 'node_modules/datapy'))).isSymbolicLink()).to.equal(true)
    // Under whichever Node comes first in the PATH.
    const {stdout} = await run(join(folder, 'node_modules/.bin/datapy'), ['--version'])
    expect(stdout.split(' ')[0]).to.equal((await run(process.execPath, [datapyBin, '--version'])).stdout.split(' ')[0])
  })

  it('leaves a datapy alone that was installed there', async () => {
    await rm(join(folder, 'node_modules/datapy'))
    await write(join(folder, 'node_modules/datapy/package.json'), '{"name": "datapy", "version": "0.1.5"}')
    expect((await build()).stdout).not.to.include('linked')
    expect((await lstat(join(folder, 'node_modules/datapy'))).isSymbolicLink()).to.equal(false)
  })

  it('says that a folder without a mod has none', async () => {
    const {code, stderr} = await runDatapy(['build-mod', project.folder], {env: project.env})
    expect(code).to.equal(20)
    expect(stderr).to.include('mod_package_missing')
  })
})
