import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

const keys = (count: number, line: (index: number) => string) =>
  `${Array.from({length: count}, (_, index) => line(index)).join('\n')}\n`
const read = 'mods:\n  r: {_type: csv_reader, file_path: in.csv}\n'
const chain = (count: number, before: (index: number) => number) =>
  `mods:\n${keys(count, (index) => `  m${String(index)}: {_type: filter, data: "\${m${String(before(index))}.data}", where: "a > 1"}`)}`
const deep = 100_000

/** What is too much of, the text of the job, and what it comes to. */
const jobs: readonly (readonly [what: string, text: () => string, told: RegExp])[] = [
  ['200,000 globals', () => `globals:\n${keys(200_000, (index) => `  k${String(index)}: 1`)}${read}`, /yaml_too_large/],
  [
    '200,000 parameters',
    () => `${read.slice(0, -2)}\n${keys(200_000, (index) => `    , k${String(index)}: 1`)}}\n`,
    /yaml_too_large/,
  ],
  [
    '140,000 unknown keys',
    () => `${keys(140_000, (index) => `k${String(index)}: 1`)}${read}`,
    /unknown_key[^]*too_many_problems/,
  ],
  ['17 MiB', () => `a: ${'x'.repeat(17 * 1024 * 1024)}`, /yaml_too_large/],
  ['100,000 lists in lists', () => '['.repeat(deep), /nested deeper/],
  ['100,000 maps in maps', () => '{a: '.repeat(deep), /nested deeper/],
  ['5,000 indented maps', () => keys(5000, (index) => `${' '.repeat(index)}a:`), /nested deeper/],
  [
    'an alias bomb',
    () =>
      `a: &a [1, 1]\n${keys(30, (index) => `b${String(index)}: &b${String(index)} [${`*${index === 0 ? 'a' : `b${String(index - 1)}`}, `.repeat(9)}]`)}`,
    /aliases of the file stand for more/,
  ],
  [
    'a circle of 5,000 mods',
    () => chain(5000, (index) => (index + 1) % 5000),
    /circular_mods[^]*m0 -> m1 -> .*4982 more.* -> m0/,
  ],
  [
    'a chain of 10,000 globals',
    () =>
      `globals:\n${keys(10_000, (index) => `  g${String(index)}: "\${g${String(index + 1)}}"`)}${read.replace('in.csv', '"${g0}"')}`,
    /more than 100 levels deep/,
  ],
  [
    'a circle of 10,000 globals',
    () =>
      `globals:\n${keys(10_000, (index) => `  g${String(index)}: "\${g${String((index + 1) % 10_000)}}"`)}${read.replace('in.csv', '"${g0}"')}`,
    /circular_reference[^]*g0 -> g1 .*9982 more/,
  ],
  [
    '250,000 wrong references in one text',
    () => read.replace('in.csv', `"${'${a}'.repeat(250_000)}"`),
    /unknown_reference[^]*too_many_problems/,
  ],
  ['a reference of 1 MB', () => read.replace('in.csv', `"\${${'a'.repeat(1_000_000)}}"`), /longer than a name/],
]

describe('Hostile input: documents and parameters', () => {
  cell('jobs that are too much, refused by the command line', async (tally) => {
    const project = await tempProject({})
    try {
      const file = await project.write('job.yaml', '')
      await project.write('in.csv', 'a\n1\n')
      for (const [what, text, told] of jobs.filter((_, at) => at % share(3, 1) === 0))
        await tally.try(what, async () => {
          await writeFile(file, text())
          const {code, stderr} = await runDatapy(['validate-job', file, '--registry', resolve('registry.json')])
          expect(stderr.slice(0, 300) + stderr.slice(-300)).to.match(told)
          expect(code).to.equal(20)
        })
    } finally {
      await project.remove()
    }
  })

  cell('registries and project defaults of 200,000 keys: read, or refused, and never for long', async (tally) => {
    const project = await tempProject({})
    const many = share(20_000, 200_000)
    const numbers = Object.fromEntries(Array.from({length: many}, (_, index) => [`k${String(index)}`, index]))
    const shipped = JSON.parse(await readFile('registry.json', 'utf8')) as {readonly mods: Readonly<Record<string, object>>}
    const wide = {...shipped.mods['filter'], config_schema: {type: 'object', properties: numbers}}
    const globals = `globals:\n${keys(many, (index) => `  k${String(index)}: 1`)}`
    const all: readonly (readonly [
      what: string,
      registry: object,
      defaults: string,
      command: string,
      code: number,
      told: RegExp,
    ])[] = [
      ['in a registry', {...shipped, ...numbers}, '', 'list-registry', 0, /^$/],
      ['entries that are none', {...shipped, mods: {...shipped.mods, ...numbers}}, '', 'list-registry', 0, /entry_invalid/],
      ['in one schema', {...shipped, mods: {...shipped.mods, wide}}, '', 'validate-registry', 20, /^$/],
      [
        'globals of the project',
        shipped,
        globals,
        'validate-job',
        many > 150_000 ? 20 : 0,
        many > 150_000 ? /yaml_too_large/ : /^$/,
      ],
    ]
    try {
      const job = await project.write('job.yaml', read)
      await project.write('in.csv', 'a\n1\n')
      for (const [what, registry, defaults, command, code, told] of all)
        await tally.try(what, async () => {
          await project.write('registry.json', JSON.stringify(registry))
          await project.write('project_defaults.yaml', defaults)
          const args = [command, ...(command === 'validate-job' ? [job] : []), '--registry', project.path('registry.json')]
          const ended = await runDatapy(args, {cwd: project.folder})
          expect(ended.code, ended.stderr.slice(0, 300)).to.equal(code)
          expect(ended.stderr.slice(0, 300)).to.match(told)
        })
    } finally {
      await project.remove()
    }
  })

  cell('a job of 10,000 mods, planned', async (tally) => {
    const project = await tempProject({})
    try {
      await project.write('in.csv', 'a\n1\n')
      const count = share(2000, 10_000)
      const text = chain(count, (index) => index - 1).replace(/ {2}m0: .*/, '  m0: {_type: csv_reader, file_path: in.csv}')
      const file = await project.write('job.yaml', text)
      for (const args of [['validate-job'], ['plan-job'], ['run-job', '--dry-run']])
        await tally.try(args.join(' '), async () => {
          const {code, stderr} = await runDatapy([...args, file, '--registry', resolve('registry.json')])
          expect(code, stderr.slice(0, 300)).to.equal(0)
        })
    } finally {
      await project.remove()
    }
  })
})
