import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {chmod, cp, mkdir, readdir, readFile, symlink, truncate, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {frameworkRoot} from '../../src/node/framework-root.js'
import {tempFolder} from '../mod-package.js'
import {runDatapy, type Ended} from '../run-datapy.js'

/** The same command line through oclif alone, without the bundle. */
async function throughOclif(args: readonly string[]): Promise<Ended> {
  const code = `import('${join(frameworkRoot(), 'dist/cli/main.js')}').then(({main}) => main(process.argv.slice(1)))`
  return await run(['-e', code, '--', ...args])
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  const child = spawn(process.execPath, args, {cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe']})
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return {code: await ended, stdout, stderr}
}

describe('a command that starts from the bundle', () => {
  const lines = [
    ['--version'],
    ['list-registry'],
    ['list-registry', '--category', 'sources', '--json'],
    ['list-registry', '--category', 'source'],
    ['list-registry', '--category', 'source', '--json'],
    ['list-registry', '--help'],
    ['mod-info', 'csv_reader'],
    ['mod-info', 'csv_raeder', '--json'],
    ['mod-info'],
    ['mod-inof', 'csv_reader'],
    ['help'],
    ['help', 'run-mod'],
    ['run-mod', '--help'],
    ['run-mod', 'x', '--params', '/nowhere.yaml', '--json'],
    ['--json', 'list-registry'],
    ['plugins'],
    [''],
    [],
  ]
  for (const args of lines) {
    it(`says and ends as through oclif: ${JSON.stringify(args)}`, async () => {
      const [ours, oclifs] = await Promise.all([runDatapy(args), throughOclif(args)])
      expect(ended(ours)).to.deep.equal(ended(oclifs))
    })
  }

  /** Run ids differ. */
  function ended({code, stdout, stderr}: Ended): Ended {
    const same = (one: string) => one.replaceAll(/_[0-9a-f]{8}\b/g, '_ID')
    return {code, stdout: same(stdout), stderr: same(stderr)}
  }

  it('has the validators of the mods that ship from the build', async () => {
    const folder = await tempFolder()
    const job = join(folder.path, 'job.yaml')
    await writeFile(join(folder.path, 'a.csv'), 'x\n1\n')
    await writeFile(job, 'mods: {read: {_type: csv_reader, file_path: a.csv}}\n')
    const env = {...process.env, DATAPY_CACHE_DIR: join(folder.path, 'cache')}
    const {code} = await runDatapy(['run-mod', 'read', '--params', job], {env})
    expect(code).to.equal(0)
    // What is made anew is kept there.
    expect(await readdir(join(folder.path, 'cache')).catch(() => [])).not.to.include('validators')
    await folder.remove()
  })

  it('shows the places of the sources in a stack', async () => {
    const {stderr} = await runDatapy(['list-registry', '--registry', '/nowhere.json', '--debug'])
    expect(stderr)
      .to.match(/at .*\/src\/sdk\/mod-registry\.ts:\d+:\d+/)
      .and.match(/\/src\/commands\/list-registry\.ts:\d+:\d+/)
  })
})

describe('the compiled code of a command', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let bundle: string
  let env: NodeJS.ProcessEnv
  beforeEach(async () => {
    folder = await tempFolder()
    bundle = join(folder.path, 'dist/bundle')
    env = {...process.env, DATAPY_CACHE_DIR: join(folder.path, 'user-cache')}
    await cp(join(frameworkRoot(), 'dist/bundle'), bundle, {recursive: true, filter: (path) => !path.endsWith('cache')})
    for (const file of ['package.json', 'registry.json']) await cp(join(frameworkRoot(), file), join(folder.path, file))
    await symlink(join(frameworkRoot(), 'node_modules'), join(folder.path, 'node_modules'))
  })
  afterEach(() => folder.remove())
  const list = async () => {
    const args = ['-e', 'require(process.argv[1]).start(["list-registry"])', join(bundle, 'start.cjs')]
    const {code, stdout, stderr} = await run(args, env)
    expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
    expect(stdout).to.include('csv_reader\t')
  }
  const kept = async (where = join(bundle, 'cache')) => (await readdir(where).catch(() => [])).map((name) => join(where, name))
  const only = async (where?: string) => {
    const files = await kept(where)
    expect(files).to.have.length(1)
    return files[0] ?? ''
  }

  it('is kept beside the bundle by the first, for this version of Node, and left alone by the next', async () => {
    await list()
    const file = await only()
    expect(file).to.include(`list-registry-`).and.include(process.version)
    const before = await readFile(file)
    await list()
    expect((await readFile(await only())).equals(before)).to.equal(true)
  })

  it('is made anew where it is cut short, damaged or of another bundle, and its own file is then the only one', async () => {
    await list()
    const file = await only()
    for (const spoil of [() => truncate(file, 5000), () => writeFile(file, 'garbage'), () => writeFile(file, '')]) {
      const whole = (await readFile(file)).length
      await spoil()
      await list()
      expect((await readFile(await only())).length).to.be.above(whole / 2)
    }
    await writeFile(join(bundle, 'cache/list-registry-0000000000000000-v20.0.0-x64-0.bin'), 'of an older bundle')
    await writeFile(file, '')
    await list()
    await only()
  })

  it('is not taken from a file that others may write', async () => {
    await list()
    const file = await only()
    await writeFile(file, 'not code')
    await chmod(file, 0o666)
    await list()
    expect((await readFile(file)).length).to.be.above(10_000)
  })

  it("is kept in the user's cache folder where the bundle's cannot be written, and not at all where neither can", async () => {
    await writeFile(join(bundle, 'cache'), 'a file in the way')
    await list()
    await only(join(folder.path, 'user-cache/code'))
    await mkdir(join(folder.path, 'other'))
    await writeFile(join(folder.path, 'other/code'), 'a file in the way')
    env = {...env, DATAPY_CACHE_DIR: join(folder.path, 'other')}
    await list()
  })

  it('does not mind many at once', async () => {
    await Promise.all(Array.from({length: 8}, list))
    await only()
    await list()
  })
})
