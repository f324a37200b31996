import {expect} from 'chai'
import fc from 'fast-check'
import {readdirSync, readFileSync} from 'node:fs'
import {readdir, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {catalogue} from '../../src/errors/catalogue.js'
import {parseJob} from '../../src/job/parse-job.js'
import {parseProjectDefaults} from '../../src/job/parse-project-defaults.js'
import type {Checked} from '../../src/model/problem.js'
import {parseYamlDocument} from '../../src/node/yaml-document.js'
import {parseSetOptions} from '../../src/params/set-option.js'
import {parseTemplate} from '../../src/params/parse-template.js'
import {parseRegistry} from '../../src/registry/parse-registry.js'
import {checkJob} from '../../src/sdk/check-job.js'
import {tempProject} from '../temp-project.js'
import {badJobs} from '../commands/bad-jobs.js'

/** How many inputs each of these gets; `npm run test:faults` asks for more. */
const tries = Number(process.env['DATAPY_FAULT_TRIES'] ?? 2000)

const good = readdirSync('projects', {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join('projects', name), 'utf8'))
const texts = [...good, ...badJobs.map(([, text]) => text)]

/** What a slip of the hand, a broken transfer or an attacker puts into a file. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '\t',
      '\0',
      '\uFEFF',
      '\r',
      '\n',
      '\r\n',
      ' ',
      ':',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '!!x',
      '|',
      '>',
      '%',
      '@',
      '`',
      '---\n',
      '...',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      '${',
      '${a}',
      '$${',
      '<<: *a',
      'null',
      '~',
      '1e999',
      '0x1F',
      '\u2028',
      '\uD800',
      'é',
      '😀',
      'a'.repeat(5000),
    ],
  ),
  fc.string({unit: 'binary', maxLength: 8}),
)

type Edit = (text: string) => string

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(), pieces).map(
    ([at, piece]): Edit =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat(40)).map(
    ([at, length]): Edit =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + length),
  ),
  fc.tuple(fc.nat(), fc.nat(200)).map(([at, length]): Edit => (text) => {
    const from = at % (text.length + 1)
    return text.slice(0, from + length) + text.slice(from)
  }),
)

/** A file as somebody wrote it, broken in one to four places; or no such file at all. */
const broken = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom(...texts), fc.array(edit, {minLength: 1, maxLength: 4}))
      .map(([text, edits]) => edits.reduce((one, change) => change(one), text)),
  },
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 300})},
)

/** Whatever was read is right, or told of with a code of the catalogue, at a place that is there. */
function expectTold(checked: Checked<unknown>, text: string): void {
  if (checked.ok) return
  expect(checked.problems.length).to.be.above(0)
  const lines = text.split(/\r\n|\n|\r/).length
  for (const {code, message, at} of checked.problems) {
    expect(Object.hasOwn(catalogue, code), String(code)).to.equal(true)
    expect(catalogue[code as keyof typeof catalogue].exit_code).to.be.oneOf([2, 20])
    expect(message).not.to.match(/undefined|\[object|^\s*$/)
    if (at?.line !== undefined) expect(at.line).to.be.within(1, lines + 1)
    if (at?.column !== undefined) expect(at.column).to.be.at.least(1)
  }
}

describe(`${String(tries)} files that somebody has broken`, function () {
  this.timeout(1_200_000)
  const options = {numRuns: tries}

  it('are jobs, or told of at a place that is there', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (text) => {
        const document = await parseYamlDocument(text, 'job.yaml')
        expectTold(document.ok ? parseJob(document.value) : document, text)
      }),
      options,
    )
  })

  it('are checked as jobs whole, with an exit code that says so, and leave nothing behind', async () => {
    const project = await tempProject({})
    const [file, settings] = [project.path('job.yaml'), {registry: resolve('registry.json')}]
    try {
      await fc.assert(
        fc.asyncProperty(broken, async (text) => {
          await writeFile(file, text)
          const check = await checkJob(file, settings)
          expect(check.exit_code).to.be.oneOf([0, 2, 20])
          expectTold(check.exit_code === 0 ? {ok: true, value: check} : {ok: false, problems: check.errors}, text)
        }),
        {numRuns: Math.ceil(tries / 4)},
      )
      expect((await readdir(project.folder)).toSorted()).to.deep.equal(['job.yaml', 'registry.json'])
    } finally {
      await project.remove()
    }
  })

  it('are defaults of a project, or told of at a place that is there', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (text) => {
        const document = await parseYamlDocument(text, 'project_defaults.yaml')
        expectTold(document.ok ? parseProjectDefaults(document.value) : document, text)
      }),
      options,
    )
  })

  it('are registries, or told of at a place that is there', () => {
    const registry = readFileSync('registry.json', 'utf8')
    const part = registry.slice(0, 3000).replace(/,[^,]*$/, '')
    const brokenRegistry = fc.tuple(fc.constantFrom(registry, part), fc.array(edit, {minLength: 1, maxLength: 4}))
    fc.assert(
      fc.property(brokenRegistry, ([text, edits]) => {
        const given = edits.reduce((one, change) => change(one), text)
        expectTold(parseRegistry(given, 'registry.json'), given)
      }),
      {numRuns: Math.ceil(tries / 4)},
    )
  })

  it('are references and --set values, or told of', () => {
    const text = fc
      .array(fc.oneof(pieces, fc.constantFrom('${', '}', ':-', ':?', 'env:', 'secret:file:', 'a.b', '.', '=', '$$')))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(text, (given) => {
        expectTold(parseTemplate(given), given)
        expectTold(parseSetOptions([given, `m.p=${given}`, `globals.${given}=1`]), given)
      }),
      options,
    )
  })
})
