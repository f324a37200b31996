import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {JobResult, Result} from '../../src/model/result.js'
import {checkJob} from '../../src/sdk/check-job.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

/** Names that every object, function, list or promise of JavaScript has, or is asked for. */
const names = [
  '__proto__',
  'constructor',
  'toString',
  ...Object.getOwnPropertyNames(Object.prototype).filter((name) => !['__proto__', 'constructor', 'toString'].includes(name)),
  ...['prototype', 'length', 'then', 'toJSON', 'default', 'arguments', 'caller', 'apply', 'call', 'bind'],
]
const some = () => names.slice(0, share(2, Infinity))

/** A job in which the name stands somewhere where there is nothing of that name, and the code that tells so. */
const nothingThere: Readonly<Record<string, readonly [job: (name: string) => string, codes: RegExp]>> = {
  'a mod type': [(name) => `mods: {r: {_type: ${name}}}\n`, /^unknown_mod_type$/],
  'a parameter': [
    (name) => `mods: {r: {_type: csv_reader, file_path: in.csv, ${name}: 1}}\n`,
    /^(unknown_param|unknown_key|yaml_refused)$/,
  ],
  'an option': [(name) => `mods: {r: {_type: csv_reader, file_path: in.csv, _${name}: 1}}\n`, /^(unknown_key|yaml_refused)$/],
  'a key of the job': [
    (name) => `${name}: 1\nmods: {r: {_type: csv_reader, file_path: in.csv}}\n`,
    /^(unknown_key|yaml_refused)$/,
  ],
  'a global that is referred to': [(name) => `mods: {r: {_type: csv_reader, file_path: "\${${name}}"}}\n`, /^unknown_reference$/],
  'a port that is referred to': [
    (name) => `mods: {r: {_type: csv_reader, file_path: in.csv}, w: {_type: csv_writer, file_path: o, data: "\${r.${name}}"}}\n`,
    /^unknown_reference$/,
  ],
  'a mod that is referred to': [
    (name) => `mods: {w: {_type: csv_writer, file_path: o.csv, data: "\${${name}.data}"}}\n`,
    /^unknown_reference$/,
  ],
  'a mod that is waited for': [
    (name) => `mods: {r: {_type: csv_reader, file_path: in.csv, _depends_on: [${name}]}}\n`,
    /^(not_in_job|unknown_dependency)$/,
  ],
}

const tells = {
  category: 'sources',
  interface: {output_ports: ['data', ...names.slice(1)], globals_produced: names.slice(1)},
  config_schema: {type: 'object', properties: {names: {type: 'array'}}},
  code: `export function run({names}, {result, logger}) {
  for (const name of names) {
    result.addMetric(name, 7)
    result.addArtifact(name, [{[name]: 1}])
    result.addGlobal(name, 'global ' + name)
    logger.info('told', {[name]: 1})
  }
  result.addArtifact('data', [{a: 1}])
  return result.success()
}`,
}

describe('Hostile input: documents and parameters', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({tells})
    await project.write('in.csv', 'a\n1\n')
  })
  afterEach(() => project.remove())
  const registry = resolve('registry.json')

  cell('names that every object has, where nothing has that name', async (tally) => {
    for (const name of names)
      for (const [where, [job, codes]] of Object.entries(nothingThere))
        await tally.try(`${name} as ${where}`, async () => {
          const {exit_code: code, errors} = await checkJob(await project.write('job.yaml', job(name)), {registry})
          expect(code).to.equal(20)
          expect(errors[0]?.code).to.match(codes)
        })
    for (const name of names)
      for (const set of [`${name}.x=1`, `r.${name}=1`])
        await tally.try(`--set ${set}`, async () => {
          const file = await project.write('job.yaml', 'mods: {r: {_type: csv_reader, file_path: in.csv}}\n')
          const {exit_code: code, errors} = await checkJob(file, {registry, set: [set]})
          expect([2, 20], JSON.stringify(errors)).to.include(code)
        })
  })

  cell('names that every object has, as names of mods and globals', async (tally) => {
    for (const name of some())
      await tally.try(name, async () => {
        await project.write(
          'job.yaml',
          `globals: {${name}_: x, g: {${name}: in.csv}}
mods:
  ${name}: {_type: csv_reader, file_path: "\${g.${name}}"}
  w: {_type: csv_writer, data: "\${${name}.data}", file_path: out.csv, if_exists: overwrite}
`,
        )
        const {code, stdout, stderr} = await runDatapy(['run-job', 'job.yaml', '--json', '--restart', '--registry', registry], {
          cwd: project.folder,
        })
        if (name === '__proto__') return void expect([code, stderr.includes('cannot be a key')]).to.deep.equal([20, true])
        expect(code, stderr + stdout).to.equal(0)
        expect(await readFile(project.path('out.csv'), 'utf8')).to.equal('a\n1\n')
        const {mods} = JSON.parse(stdout) as JobResult
        expect(Object.keys(mods)).to.deep.equal([name, 'w'])
      })
  })

  cell('names that every object has, as ports, globals and metrics that a mod tells of', async (tally) => {
    for (const name of some())
      await tally.try(name, async () => {
        await project.write('job.yaml', `mods:\n  t: {_type: tells, names: [${name}], _for_each: [a, b]}\n`)
        for (const [args, seven] of [
          [['run-mod', 't', '--params', 'job.yaml', '--json'], 14],
          [['run-job', 'job.yaml', '--json', '--restart'], 14],
        ] as const) {
          const {code, stdout, stderr} = await runDatapy(args, {cwd: project.folder})
          // No entry can declare that one, and what is not declared is refused.
          expect(code, stderr).to.equal(name === '__proto__' ? 30 : 0)
          if (name === '__proto__') continue
          const document = JSON.parse(stdout) as JobResult & Result
          const {metrics, globals, artifacts} = args[0] === 'run-mod' ? document : (document.mods['t'] as Result)
          expect(Object.entries(metrics)).to.deep.include([name, seven])
          expect(Object.entries(globals)).to.deep.include([name, [`global ${name}`, `global ${name}`]])
          expect(Object.keys(artifacts)).to.include(name)
        }
      })
  })

  cell('names that every object has, on the command line', async (tally) => {
    const file = await project.write('job.yaml', 'mods: {r: {_type: csv_reader, file_path: in.csv}}\n')
    for (const name of some())
      for (const args of [
        ['mod-info', name],
        ['unregister-mod', name],
        ['run-mod', name, '--params', file],
        ['show-run', name],
        ['report-run', name],
        ['set-state', file, name, '1'],
        ['clear-state', file, name],
        ['run-job', file, '--only', name],
        [name],
        ['help', name],
      ])
        await tally.try(args.join(' '), async () => {
          const {code, stderr} = await runDatapy(args, {cwd: project.folder, env: {...process.env, DATAPY_REGISTRY: ''}})
          expect([2, 20], stderr).to.include(code)
          expect(stderr).not.to.match(/error\[bug\]|^\s+at .*:\d+:\d+\)?$/m)
        })
  })
})
