import {expect} from 'chai'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const mods = {
  rows: {
    category: 'sources',
    interface: {output_ports: ['data'], globals_consumed: ['count']},
    config_schema: {type: 'object', properties: {count: {type: 'integer', default: 2}, label: {type: 'string'}}},
    code: `export async function run({count, label}, {result}) {
      result.addMetric('count', count)
      result.addMetric('label', label ?? '')
      result.addArtifact('data', Array.from({length: count}, (_, i) => ({id: i + 1})))
      return result.success()
    }`,
  },
  sum: {
    category: 'sinks',
    interface: {input_ports: ['data']},
    config_schema: {type: 'object', properties: {}},
    code: `export async function run({data}, {result}) {
      result.addMetric('sum', (await data.rows()).reduce((sum, {id}) => sum + id, 0))
      return result.success()
    }`,
  },
  fails: {code: `export async function run() { throw new Error('no') }`},
  exits: {
    code: `export async function run(params, {result}) { setTimeout(() => process.exit(0)); return new Promise(() => {}) }`,
  },
}

describe('datapy run-script', function () {
  this.timeout(60_000)
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())
  const run = async (name: string, code: string, ...flags: string[]) =>
    runDatapy(['run-script', await project.write(name, code), ...flags])

  const body = `
    const made = await runMod('rows', {count: 3}, 'make')
    const summed = await runMod('sum', {data: made.artifacts.data}, 'add')
    console.log('sum is ' + summed.metrics.sum)`
  for (const [name, source] of [
    ['typescript.ts', `import {runMod} from 'datapy'\nenum E { A }\nconst x: number = E.A\n${body}`],
    ['module.mjs', `import {runMod} from 'datapy'\n${body}`],
    ['script.js', `import {runMod} from 'datapy'\n${body}`],
    ['common.cjs', `const {runMod} = require('datapy')\nmodule.exports = (async () => {${body}})()`],
  ] as const) {
    it(`runs ${name} with the SDK as "datapy", from wherever it lies`, async () => {
      const {code, stdout} = await run(name, unindented(source))
      expect(stdout).to.contain('sum is 6\n')
      expect(stdout.trimEnd().split('\n').at(-1)).to.match(/^DATAPY_RESULT status=success exit_code=0 job=\w+ run_id=\S+/)
      expect(code).to.equal(0)
    })
  }

  it('has the globals and the mod parameters of its job, and --set over them', async () => {
    await project.write('job.yaml', 'globals: {count: 5, who: me}\nmods:\n  make: {_type: rows, label: "for ${who}"}\n')
    const script = `import {runMod, getModParams, getGlobalConfig} from 'datapy'
      const {metrics} = await runMod('rows', getModParams('make'), 'make')
      console.log(JSON.stringify({...metrics, who: getGlobalConfig().who}))`
    const {stdout} = await run('a.ts', script, '--params', project.path('job.yaml'))
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).to.deep.equal({count: 5, label: 'for me', who: 'me'})
    const set = await run(
      'a.ts',
      script,
      '--params',
      project.path('job.yaml'),
      '--set',
      'make.count=1',
      '--set',
      'globals.who=you',
    )
    expect(JSON.parse(set.stdout.split('\n')[0] ?? '')).to.deep.equal({count: 1, label: 'for you', who: 'you'})
  })

  it('resolves references to what earlier calls left under their name', async () => {
    const {stdout} = await run(
      'a.ts',
      `import {runMod} from 'datapy'\nawait runMod('rows', {count: 4}, 'make')\nconsole.log((await runMod('sum', {data: '\${make.data}'})).metrics.sum)`,
    )
    expect(stdout.split('\n')[0]).to.equal('10')
  })

  it('keeps two calls at the same time apart', async () => {
    const {stdout} = await run(
      'a.ts',
      `import {runMod} from 'datapy'
       const results = await Promise.all([1, 2, 3, 4].map((count) => runMod('rows', {count, label: 'l' + count})))
       console.log(JSON.stringify(results.map(({metrics}) => [metrics.count, metrics.label])), new Set(results.map((r) => r.logs.mod_name)).size)`,
    )
    expect(stdout.split('\n')[0]).to.equal('[[1,"l1"],[2,"l2"],[3,"l3"],[4,"l4"]] 4')
  })

  it('takes rows for an input port as they are, without looking for references in them', async () => {
    const {stdout} = await run(
      'a.ts',
      `import {runMod} from 'datapy'\nconst r = await runMod('sum', {data: [{id: 1, t: '\${nope}'}, {id: 2, t: 'x'}]})\nconsole.log(r.status, r.metrics.sum)`,
    )
    expect(stdout.split('\n')[0]).to.equal('success 3')
  })

  for (const [what, source, expected] of [
    ['sets process.exitCode', 'process.exitCode = 7', 7],
    ['calls process.exit', 'setTimeout(() => process.exit(9), 5); await new Promise(() => {})', 9],
    ['throws', "throw new Error('no way')", 30],
    ['leaves a rejection', "void Promise.reject(new Error('no way')); await new Promise((r) => setTimeout(r, 50))", 30],
    ['cannot be parsed', 'const = 1', 30],
    ['waits for ever', 'await new Promise(() => {})', 30],
  ] as const) {
    it(`ends with ${String(expected)} when the script ${what}`, async () => {
      const {code, stdout} = await run('a.ts', source)
      expect(code).to.equal(expected)
      expect(stdout).to.match(new RegExp(`DATAPY_RESULT status=\\w+ exit_code=${String(expected)} `))
    })
  }

  it('points at the line that threw', async () => {
    const {stderr} = await run('a.ts', "const a: number = 1\n\nthrow new Error('no way' + a)\n")
    expect(stderr).to.contain('error[script_failed]: no way1')
    expect(stderr).to.match(/a\.ts:3:\d+/)
  })

  it('ends as its worst mod when the script sets no exit code, and as the script says when it does', async () => {
    const code = "import {runMod} from 'datapy'\nawait runMod('fails', {}, 'x')\n"
    expect((await run('a.ts', code)).code).to.equal(30)
    expect((await run('b.ts', `${code}process.exitCode = 0\n`)).code).to.equal(0)
  })

  it('goes on when a mod that it runs calls process.exit, and ends as that mod', async () => {
    const code = "import {runMod} from 'datapy'\nconsole.log((await runMod('exits', {}, 'x')).errors[0].code)\n"
    const ended = await run('a.ts', code)
    expect(ended.stdout).to.match(/^mod_exited$/m)
    expect(ended.code).to.equal(30)
  })

  it('prints one JSON document with --json, and what the script prints goes to stderr', async () => {
    const {stdout, stderr, code} = await run(
      'a.ts',
      `import {runMod} from 'datapy'\nconsole.log('chatter')\nawait runMod('rows', {count: 1}, 'make')`,
      '--json',
    )
    const document = JSON.parse(stdout) as JobResult
    expect(code).to.equal(0)
    expect(document).to.include({status: 'success', job: 'a'})
    expect(Object.keys(document.mods)).to.deep.equal(['make'])
    expect(stderr).to.contain('chatter')
  })

  it('passes a signal on, and ends with 50', async () => {
    const file = await project.write(
      'a.ts',
      "console.log('up'); process.on('SIGTERM', () => console.log('heard')); await new Promise((r) => setTimeout(r, 30000))",
    )
    const {code, stdout} = await runDatapy(['run-script', file], {
      onStart: (child) => {
        child.stdout?.once('data', () => setTimeout(() => child.kill('SIGTERM'), 200))
      },
    })
    expect(code).to.equal(50)
    expect(stdout).to.contain('heard')
  })

  it('says that a script is not there, with 20', async () => {
    const {code, stderr} = await runDatapy(['run-script', project.path('nowhere.ts')])
    expect(code).to.equal(20)
    expect(stderr).to.contain('script_missing')
  })
})

/** Lines without the indent that they have here. */
function unindented(text: string): string {
  return text.replaceAll(/^ {4}/gm, '')
}
