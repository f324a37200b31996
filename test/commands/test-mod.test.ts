import {expect} from 'chai'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {ModInterface} from '../../src/model/registry.js'
import type {Check} from '../../src/sdk/conformance/report.js'
import {entryOf, tempFolder, write, writePackage} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'

const root = join(import.meta.dirname, '../..')
const shipped = readdirSync(join(root, 'plugins'))

interface Report {
  readonly status: string
  readonly exit_code: number
  readonly checks: readonly Check[]
  readonly errors: readonly {readonly code: string; readonly message: string; readonly hint: string}[]
}

/** A mod that keeps all it must; each bad one below differs from it by what it is bad at. */
const good = {
  code: `export async function run({data: input, word}, {result, data}) {
    result.addArtifact('data', await data.output(\`SELECT *, \${data.literal(word)} AS word FROM input\`, {input}))
    return result.success()
  }`,
  properties: {word: {type: 'string', description: 'A word.'}} as Record<string, object>,
  interface: {input_ports: ['data'], output_ports: ['data'], row_balance: true} as Partial<ModInterface>,
  cases: `cases: {one: {params: {word: x}, tables: {data: [{id: 1}, {id: 2}]}}}`,
}
const files = {
  properties: {file_path: {type: 'string', format: 'output-file'}},
  interface: {input_ports: [], output_ports: [], row_balance: false},
  cases: `cases: {one: {params: {file_path: out.txt}}}`,
}
/** A run that does this, and then succeeds. */
const doing = (work: string) => `import fs from 'node:fs'
  export async function run(params, {result, data, signal}) { ${work}; return result.success() }`

const bad: readonly (readonly [says: string, check: string, mod: Partial<typeof good>, told: RegExp])[] = [
  ['has a schema that is none', 'package', {properties: {word: {type: 'strin'}}}, /word\.type/],
  ['has a default that is not valid', 'package', {properties: {word: {type: 'string', default: 5}}}, /default for "word"/],
  ['does not import', 'package', {code: `import 'no-such-package'`}, /importing .* fails/],
  ['exports no run', 'package', {code: `export const start = 1`}, /exports no "run"/],
  [
    'takes a parameter whatever it is',
    'parameters',
    {properties: {word: {description: 'Anything.'}}},
    /word is taken whatever it is/,
  ],
  ['returns no result', 'runs', {code: `export const run = () => 42`}, /the mod returned 42/],
  ['throws', 'runs', {code: doing(`throw new Error('no luck')`)}, /one: no luck/],
  ['calls process.reallyExit', 'runs', {code: doing(`process.reallyExit(0)`)}, /called process\.reallyExit\(0\)/],
  [
    'ends the process',
    'runs',
    {code: doing(`(await import('node:child_process')).execSync('kill -9 ' + String(process.pid))`)},
    /it ended by SIGKILL/,
  ],
  ['calls process.exit', 'runs', {code: doing(`process.exit(0)`)}, /called process\.exit\(0\)/],
  ['spins for ever', 'runs', {code: doing(`for (;;);`)}, /did not come to an end in time/],
  [
    'waits for ever',
    'runs',
    {code: doing(`await new Promise((done) => setTimeout(done, 1e9))`)},
    /did not come to an end in time/,
  ],
  [
    'gives an artifact that it does not declare',
    'runs',
    {code: doing(`result.addArtifact('data', params.data); result.addArtifact('more', 1)`)},
    /artifact "more"/,
  ],
  [
    'gives a global that it does not declare',
    'ports and globals',
    {code: doing(`result.addArtifact('data', params.data); result.addGlobal('more', 1)`)},
    /global "more"/,
  ],
  [
    'loses rows',
    'row balance',
    {code: doing(`result.addArtifact('data', await params.data.sql('SELECT * FROM input LIMIT 1'))`)},
    /2 came in, 1 went out/,
  ],
  [
    'declares a balance that nobody can check',
    'row balance',
    {
      code: doing(`result.addArtifact('data', [{a: 1}])`),
      interface: {...good.interface, input_ports: []},
      cases: `cases: {one: {params: {word: x}}}`,
    },
    /no metric rows_read/,
  ],
  [
    'throws at a table without rows',
    'odd tables',
    {code: doing(`if ((await params.data.count()) === 0) throw new Error('nothing'); result.addArtifact('data', params.data)`)},
    /tables without rows: it threw nothing/,
  ],
  [
    'puts column names into SQL as they are',
    'odd tables',
    {
      code: doing(`const names = params.data.columns.map(({name}) => '"' + name + '"').join()
        result.addArtifact('data', await params.data.sql('SELECT ' + names + ' FROM input'))`),
    },
    /columns with odd names: it threw/,
  ],
  ['prints', 'stdout', {code: doing(`console.log('hello'); result.addArtifact('data', params.data)`)}, /it printed "hello"/],
  [
    'writes to stdout past Node',
    'stdout',
    {code: doing(`fs.writeSync(1, 'hello'); result.addArtifact('data', params.data)`)},
    /it wrote "hello/,
  ],
  [
    'goes on when it is cancelled',
    'cancel',
    {code: doing(`await new Promise((done) => setTimeout(done, 2500)); result.addArtifact('data', params.data)`)},
    /had not settled 2 s after/,
  ],
  [
    'writes under the final name',
    'killed',
    {...files, code: doing(`fs.writeFileSync(params.file_path, 'x'.repeat(1000))`)},
    /out\.txt is left with 500 of 1000 bytes/,
  ],
  [
    'streams into the final name',
    'killed',
    {
      ...files,
      code: doing(`const out = fs.createWriteStream(params.file_path)
        for (let i = 0; i < 5; i++) out.write('line of text\\n')
        await new Promise((done) => out.end(done))`),
    },
    /out\.txt is left with \d+ of 65 bytes/,
  ],
  [
    'copies onto the final name',
    'killed',
    {...files, code: doing(`fs.writeFileSync('part', 'x'.repeat(100)); await fs.promises.copyFile('part', params.file_path)`)},
    /out\.txt is left with 50 of 100 bytes/,
  ],
  [
    'prints a secret',
    'secrets',
    {code: doing(`fs.writeSync(2, params.word); result.addArtifact('data', params.data)`)},
    /a secret is on stderr/,
  ],
  [
    'leaves a secret in a file',
    'secrets',
    {
      code: doing(`fs.appendFileSync(process.env.TMPDIR + '/debug.txt', params.word); result.addArtifact('data', params.data)`),
    },
    /a secret is in the file debug\.txt/,
  ],
]

describe('test-mod', function () {
  this.timeout(120_000)
  let folder: {readonly path: string; remove(): Promise<void>}
  let made = 0
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  async function modOf(mod: Partial<typeof good>): Promise<string> {
    const {code, properties, interface: ports, cases} = {...good, ...mod}
    const name = `word_${String(++made)}`
    const entry = entryOf(name, {
      interface: {input_ports: [], output_ports: [], globals_produced: [], globals_consumed: [], ...ports},
      config_schema: {type: 'object', required: Object.keys(properties), additionalProperties: false, properties} as never,
    })
    const path = await writePackage(join(folder.path, name), entry, code)
    if (cases !== '') await write(join(path, 'datapy-test.yaml'), cases)
    return path
  }
  async function check(path: string, ...flags: readonly string[]): Promise<Report & {readonly code: number | null}> {
    const {code, stdout, stderr} = await runDatapy(['test-mod', path, '--json', ...flags], {cwd: folder.path})
    expect(stdout, stderr).to.match(/^\{/)
    const report = JSON.parse(stdout) as Report
    expect(report.exit_code).to.equal(code)
    return {...report, code}
  }
  const failed = ({checks}: Report) => checks.filter(({status}) => status === 'failed').map((one) => one.check)

  for (const name of shipped)
    it(`holds ${name} to all that a mod must keep`, async () => {
      const {code, checks} = await check(join(root, 'plugins', name))
      expect(checks.filter(({status}) => status !== 'ok')).to.deep.equal([])
      expect(code).to.equal(0)
      expect(checks).to.have.length(10)
    })

  it('finds nothing wrong with a mod that keeps all, and says so in ten lines and a sum', async () => {
    const {code, stdout, stderr} = await runDatapy(['test-mod'], {cwd: await modOf({})})
    expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
    expect(stdout.split('\n').filter((line) => line.startsWith('  ok '))).to.have.length(10)
    expect(stdout)
      .to.match(/^word_\d+ 1\.0\.0\n/)
      .and.match(/\n10 ok\n$/)
  })

  for (const [says, name, mod, told] of bad)
    it(`tells of a mod that ${says}`, async () => {
      const report = await check(await modOf(mod), '--timeout', '6')
      expect(report.code).to.equal(20)
      expect(failed(report)).to.include(name)
      const found = report.checks.find((one) => one.check === name)
      expect(found?.found.join('\n')).to.match(told)
      expect(found?.fix).to.be.a('string').and.not.equal('')
      expect(report.errors.map(({message}) => message).join('\n')).to.match(told)
    })

  it('says what it could not check, and how to make it possible, where the schema gives no run that succeeds', async () => {
    const code = doing(`if (params.word !== 'sesame') throw new Error('closed'); result.addArtifact('data', params.data)`)
    const path = await modOf({code, cases: ''})
    const report = await check(path)
    expect(report.code).to.equal(10)
    expect(report.status).to.equal('warning')
    expect(failed(report)).to.deep.equal([])
    expect(report.checks.find((one) => one.check === 'runs')?.fix).to.include('datapy-test.yaml')
    const given = await write(
      join(folder.path, 'mine.yaml'),
      'cases: {open: {params: {word: sesame}, tables: {data: [{id: 1}]}}}',
    )
    expect((await check(path, '--cases', given)).code).to.equal(0)
  })

  it('makes runs from the examples of a schema', async () => {
    const {code} = await check(await modOf({cases: ''}))
    expect(code).to.equal(0)
  })

  it('stops when it is told to, and leaves no process and no folder behind', async () => {
    const mark = join(folder.path, 'pid')
    const path = await modOf({code: doing(`fs.writeFileSync(${JSON.stringify(mark)}, String(process.pid)); for (;;);`)})
    await mkdir(join(folder.path, 'tmp'))
    const {code, stderr} = await runDatapy(['test-mod', path], {
      env: {...process.env, TMPDIR: join(folder.path, 'tmp')},
      onStart(child) {
        const timer = setInterval(() => {
          if (!existsSync(mark)) return
          clearInterval(timer)
          child.kill('SIGINT')
        }, 20)
      },
    })
    expect(code, stderr).to.equal(50)
    expect(() => process.kill(Number(readFileSync(mark, 'utf8')), 0)).to.throw(/ESRCH/)
    expect(readdirSync(join(folder.path, 'tmp'))).to.deep.equal([])
  })

  it('refuses cases that are wrong, with their place', async () => {
    const path = await modOf({cases: 'cases:\n  one:\n    parms: {}\n'})
    const {code, stderr} = await runDatapy(['test-mod', path])
    expect(code).to.equal(20)
    expect(stderr).to.include('bad_test_cases').and.include('"parms"').and.include('datapy-test.yaml:3:5')
  })

  it('says that a folder without a mod has none', async () => {
    const {code, stderr} = await runDatapy(['test-mod', folder.path])
    expect(code).to.equal(20)
    expect(stderr).to.include('mod_package_missing')
  })
})
