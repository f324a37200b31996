import {execFile} from 'node:child_process'
import {cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, {cwd, env, maxBuffer: 64 * 1024 * 1024}, (error, stdout, stderr) => {
      resolve({code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr})
    })
  })
}

describe('the package, as npm pack makes it', function () {
  this.timeout(180_000)
  const root = join(import.meta.dirname, '../..')
  const bare = {PATH: process.env.PATH}
  let folder = ''
  let files: readonly string[] = []
  const datapy = (...args: string[]) => run(join(folder, 'node_modules/.bin/datapy'), args, '/', bare)

  before(async function () {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'datapy-pack-')))
    const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)
    expect(packed.code, packed.stderr).to.equal(0)
    const [made] = Object.values(JSON.parse(packed.stdout) as Record<string, {filename: string; files: {path: string}[]}>)
    files = made?.files.map(({path}) => path) ?? []
    await writeFile(join(folder, 'package.json'), '{"private": true}')
    const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=1']
    const installed = await run('npm', ['install', join(folder, made?.filename ?? ''), ...flags], folder)
    if (/\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOTCACHED)\b/.test(installed.stderr)) {
      process.stderr.write('skipped: the npm registry cannot be reached, and the cache does not hold all packages\n')
      this.skip()
    }
    expect(installed.code, installed.stderr).to.equal(0)
    await cp(join(root, 'projects/customer-analytics'), join(folder, 'project'), {recursive: true})
    for (const made of ['out', 'logs', '.datapy']) await rm(join(folder, 'project', made), {recursive: true, force: true})
  })
  after(async () => {
    await rm(folder, {recursive: true, force: true})
  })

  it('holds what runs, the mods, the registry, the licence and the readme, and neither sources nor tests', () => {
    expect(files).to.include.members([
      'bin/run.js',
      'dist/index.js',
      'dist/index.d.ts',
      'registry.json',
      'oclif.manifest.json',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'node_modules/@datapy/mod-csv-reader/dist/run.js',
    ])
    // What the mods depend on travels with them, and is as its authors packed it.
    const ours = files.filter((path) => !path.startsWith('node_modules/') || path.startsWith('node_modules/@datapy/'))
    expect(ours.filter((path) => /(^|\/)(src|test|scripts|bench|projects|docs)\/|tsbuildinfo/.test(path))).to.deep.equal([])
  })

  it('runs the sample job with the three mods from an empty prefix', async () => {
    const {code, stdout, stderr} = await datapy('run-job', join(folder, 'project/jobs/daily-etl/daily_customer_etl.yaml'))
    expect(code, stderr).to.equal(0)
    expect(stdout).to.match(/^DATAPY_RESULT status=success exit_code=0 job=daily_customer_etl .*rows_in=1000 rows_out=970/m)
    expect((await readFile(join(folder, 'project/out/customers_clean.csv'), 'utf8')).split('\n')[0]).to.match(/^customer_id,/)
  })

  it('finds its mods valid', async () => {
    const {code, stdout} = await datapy('validate-registry', '--json')
    expect(code, stdout).to.equal(0)
  })

  it('runs a TypeScript job that imports datapy', async () => {
    const job = join(folder, 'project/jobs/daily-etl/daily_customer_etl')
    const {code, stderr} = await datapy('run-script', `${job}.ts`, '--params', `${job}.yaml`)
    expect(code, stderr).to.equal(0)
  })

  it('is an SDK for programs that depend on it', async () => {
    await mkdir(join(folder, 'program'))
    const program = join(folder, 'program/main.mjs')
    await writeFile(
      program,
      `import {runMod} from 'datapy'
const {status, globals} = await runMod('csv_reader', {file_path: '../project/data/customers.csv', on_bad_row: 'collect'})
process.stdout.write(status + ' ' + globals.row_count)`,
    )
    const {stdout, stderr} = await run(process.execPath, [program], '/', bare)
    expect(stdout, stderr).to.equal('success 996')
  })

  it('makes a mod that builds, tests itself and registers, with no TypeScript and no network', async () => {
    const env = {...bare, DATAPY_DATA_DIR: join(folder, 'data'), npm_config_offline: 'true'}
    const command = join(folder, 'node_modules/.bin/datapy')
    const made = await run(command, ['create-mod', 'shout', '--category', 'transformers'], folder, env)
    expect(made.code, made.stderr).to.equal(0)
    const mod = join(folder, 'mod-shout')
    const tested = await run('npm', ['test'], mod, env)
    expect(tested.code, tested.stdout).to.equal(0)
    expect(tested.stdout)
      .to.match(/[#ℹ] fail 0/)
      .and.match(/\n10 ok\n/)
    const registered = await run('npx', ['datapy', 'register-mod', '.'], mod, env)
    expect(registered.code, registered.stderr).to.equal(0)
    expect((await run('npx', ['datapy', 'mod-info', 'shout'], mod, env)).stdout).to.match(/^shout 0\.1\.0 /)
  })
})
