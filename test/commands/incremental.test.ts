import {expect} from 'chai'
import {appendFile, readFile, writeFile} from 'node:fs/promises'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

/** Mods of a load that reads only what is new, and one that fails for as long as a file is missing. */
const mods = {
  feed: {
    category: 'sources',
    interface: {input_ports: [], output_ports: ['data'], globals_produced: ['began']},
    config_schema: {type: 'object', required: ['file'], properties: {file: {type: 'string'}, bad: {type: 'boolean'}}},
    code: `import {readFileSync} from 'node:fs'
export function run({file, bad}, {result, state}) {
  const after = state.get() ?? 0
  const rows = readFileSync(file, 'utf8').trim().split('\\n').map(Number).filter((id) => id > after).map((id) => ({id}))
  result.addGlobal('began', after)
  result.addArtifact('data', rows)
  state.set(bad ? () => 1 : Math.max(after, ...rows.map(({id}) => id)))
  return result.success()
}`,
  },
  append: {
    category: 'sinks',
    interface: {input_ports: ['data'], output_ports: []},
    config_schema: {
      type: 'object',
      required: ['data', 'to'],
      properties: {data: {}, to: {type: 'string'}, needs: {type: 'string'}},
    },
    code: `import {appendFileSync, existsSync} from 'node:fs'
export async function run({data, to, needs}, {result}) {
  if (needs && !existsSync(needs)) throw new Error('not yet')
  for (const {id} of await data.rows()) appendFileSync(to, id + '\\n')
  return result.success()
}`,
  },
}

describe('a load that reads only what is new', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
    await writeFile(project.path('in.txt'), '1\n2\n')
  })
  afterEach(() => project.remove())

  const job = async (more = '', sink = '') => {
    await writeFile(
      project.path('load.yaml'),
      `mods:
  feed: {_type: feed, file: ${project.path('in.txt')}${more}}
  append: {_type: append, data: "\${feed.data}", to: ${project.path('out.txt')}${sink}}
`,
    )
  }
  const datapy = (...args: string[]) => runDatapy(args, {cwd: project.folder})
  const run = async (...args: string[]) => (await datapy('run-job', 'load.yaml', ...args)).code
  const out = () => readFile(project.path('out.txt'), 'utf8')
  const lastRun = async () => {
    const {runs} = JSON.parse((await datapy('list-runs', '--json')).stdout) as {runs: {folder: string}[]}
    return runs[0]?.folder ?? ''
  }
  const marks = async () => {
    const {stdout} = await datapy('list-state', 'load.yaml', '--json')
    return (JSON.parse(stdout) as {watermarks: {step: string; value: unknown; set: object}[]}).watermarks.map(
      ({step, value, set}) => [step, value, set],
    )
  }

  for (const [what, more] of [
    ['', ''],
    [' in a process apart', ', _isolate: true'],
  ] as const)
    it(`goes on where the last run ended${what}`, async () => {
      await job(more)
      expect(await run()).to.equal(0)
      await appendFile(project.path('in.txt'), '3\n')
      expect(await run()).to.equal(0)
      expect(await out()).to.equal('1\n2\n3\n')
      expect(await marks()).to.deep.equal([['feed', 3, {}]])
    })

  it('counts only what a job has loaded to its end, and loads no row twice when it is issued again', async () => {
    await job('', `, needs: ${project.path('flag')}`)
    expect(await run()).to.equal(30)
    expect(await marks()).to.deep.equal([])
    await appendFile(project.path('in.txt'), '3\n')
    await writeFile(project.path('flag'), '')
    expect(await run()).to.equal(0)
    expect(await out()).to.equal('1\n2\n')
    expect(await marks()).to.deep.equal([['feed', 2, {}]])
    expect(await run()).to.equal(0)
    expect(await out()).to.equal('1\n2\n3\n')
  })

  it('leaves it as it was when a run is begun anew before it succeeded', async () => {
    await job('', `, needs: ${project.path('flag')}`)
    expect(await run()).to.equal(30)
    await appendFile(project.path('in.txt'), '3\n')
    await writeFile(project.path('flag'), '')
    expect(await run('--restart')).to.equal(0)
    expect(await out()).to.equal('1\n2\n3\n')
  })

  it('begins where an operator sets it, also in a run that is gone on with', async () => {
    await job('', `, needs: ${project.path('flag')}`)
    expect(await run()).to.equal(30)
    expect((await datapy('set-state', 'load.yaml', 'feed', '1')).code).to.equal(0)
    await writeFile(project.path('flag'), '')
    const {code, stderr} = await datapy('run-job', 'load.yaml')
    expect(code).to.equal(0)
    expect(stderr).to.include('it has a new watermark, 1')
    expect(await out()).to.equal('2\n')
    const {stdout} = await datapy('clear-state', 'load.yaml')
    expect(stdout).to.include('the watermark of feed was 2, and is forgotten')
    expect(await run()).to.equal(0)
    expect(await out()).to.equal('2\n1\n2\n')
  })

  it('begins again where it began when it is killed after it has left its marks', async () => {
    await job()
    expect(await run()).to.equal(0)
    const runFolder = await lastRun()
    const record = JSON.parse(await readFile(`${runFolder}/run.json`, 'utf8')) as object
    await writeFile(`${runFolder}/run.json`, JSON.stringify({...record, status: 'running', exit_code: null}))
    expect(await run()).to.equal(0)
    expect(await out()).to.equal('1\n2\n')
    expect(await marks()).to.deep.equal([['feed', 2, {}]])
  })

  it('keeps one for each item, and one for each set of --set values', async () => {
    await writeFile(project.path('more.txt'), '7\n')
    const file = '"${item}"'
    await writeFile(
      project.path('load.yaml'),
      `mods:\n  feed: {_type: feed, _for_each: [${project.path('in.txt')}, ${project.path('more.txt')}], file: ${file}}\n`,
    )
    expect(await run()).to.equal(0)
    const items = [
      [`feed[${project.path('in.txt')}]`, 2],
      [`feed[${project.path('more.txt')}]`, 7],
    ]
    expect((await marks()).map((one) => one.slice(0, 2))).to.deep.equal(items)
    await job()
    expect(await run('--set', 'globals.country=DE')).to.equal(0)
    expect(await marks()).to.deep.include(['feed', 2, {globals: {country: 'DE'}}])
    const wrong = await datapy('set-state', 'load.yaml', 'feed[x]', '1')
    expect(wrong.code).to.equal(20)
    expect(wrong.stderr).to.include('error[not_in_job]')
  })

  it('says so when a mark cannot be kept, when a step has none, and when the file of marks is broken', async () => {
    await job(', bad: true')
    expect((await datapy('run-job', 'load.yaml')).stderr).to.include('error[bad_watermark]')
    const none = await datapy('clear-state', 'load.yaml', 'feed')
    expect([none.code, none.stderr.includes('error[no_state]')]).to.deep.equal([20, true])
    await job()
    expect(await run()).to.equal(0)
    const runFolder = await lastRun()
    const {identity} = JSON.parse(await readFile(`${runFolder}/run.json`, 'utf8')) as {identity: string}
    await writeFile(`${runFolder}/../../jobs/${identity}/state.json`, '{')
    const broken = await datapy('run-job', 'load.yaml')
    expect([broken.code, broken.stderr.includes('error[bad_state_file]')]).to.deep.equal([20, true])
  })
})
