import {expect} from 'chai'
import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import {readdir, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {parseJob} from '../../src/job/parse-job.js'
import {parseProjectDefaults} from '../../src/job/parse-project-defaults.js'
import {parseYamlDocument} from '../../src/node/yaml-document.js'
import {flowValue} from '../../src/params/flow-value.js'
import {parseSetOptions} from '../../src/params/set-option.js'
import {parseTemplate} from '../../src/params/parse-template.js'
import {resolveReferences} from '../../src/params/resolve-references.js'
import {declareEntry} from '../../src/registry/declare-entry.js'
import {parseRegistry} from '../../src/registry/parse-registry.js'
import {readJson} from '../../src/registry/read-json.js'
import {checkJob} from '../../src/sdk/check-job.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {broken, edit, expectTold, naughty, pieces, tryGenerated} from './generated.js'

const codes = [0, 1, 2, 10, 20, 30, 40, 50, 60]

describe('Hostile input: documents and parameters', () => {
  cell('broken jobs, parsed', async (tally) => {
    await tryGenerated(tally, broken, share(1000, 60_000), async (text) => {
      const document = await parseYamlDocument(text, 'job.yaml')
      expectTold(document.ok ? parseJob(document.value) : document, text)
    })
  })

  cell('broken project defaults, parsed', async (tally) => {
    await tryGenerated(tally, broken, share(500, 30_000), async (text) => {
      const document = await parseYamlDocument(text, 'project_defaults.yaml')
      expectTold(document.ok ? parseProjectDefaults(document.value) : document, text)
    })
  })

  cell('broken jobs, checked whole, and nothing left behind', async (tally) => {
    const project = await tempProject({})
    const [file, settings] = [project.path('job.yaml'), {registry: resolve('registry.json')}]
    try {
      await tryGenerated(tally, broken, share(200, 10_000), async (text) => {
        await writeFile(file, text)
        const check = await checkJob(file, settings)
        expect(check.exit_code).to.be.oneOf([0, 2, 20])
        expectTold(check.exit_code === 0 ? {ok: true, value: check} : {ok: false, problems: check.errors}, text)
      })
      expect((await readdir(project.folder)).toSorted()).to.deep.equal(['job.yaml', 'registry.json'])
    } finally {
      await project.remove()
    }
  })

  cell('broken jobs, by the command line', async (tally) => {
    const project = await tempProject({})
    const file = project.path('job.yaml')
    const args = ['validate-job', file, '--registry', resolve('registry.json')]
    try {
      for (const text of fc.sample(broken, share(5, 300))) {
        await tally.try(JSON.stringify(text), async () => {
          await writeFile(file, text)
          const {code, stdout, stderr} = await runDatapy(args, {cwd: project.folder})
          expect(code, stderr).to.be.oneOf([0, 20])
          expect(stderr + stdout).not.to.match(/error\[bug\]|^\s+at .*:\d+:\d+\)?$/m)
        })
      }
    } finally {
      await project.remove()
    }
  })

  cell('broken registries and mod packages, parsed', async (tally) => {
    const whole = readFileSync('registry.json', 'utf8')
    const start = whole.slice(0, 3000).replace(/,[^,]*$/, '')
    const manifest = readFileSync('plugins/mod-csv-writer/package.json', 'utf8')
    const given = fc
      .tuple(fc.constantFrom(start, start, start, manifest, manifest, whole), fc.array(edit, {minLength: 1, maxLength: 4}))
      .map(([text, edits]) => edits.reduce((one, change) => change(one), text))
    await tryGenerated(tally, given, share(1000, 50_000), (text) => {
      expectTold(parseRegistry(text, 'registry.json'), text)
      const json = readJson(text, 'package.json', 'mod_package_not_json')
      expectTold(json.ok ? declareEntry(json.value, 'package.json') : json, text)
    })
  })

  const mark = fc.constantFrom(
    '${',
    '}',
    ':-',
    ':?',
    'env:',
    'secret:file:',
    'a.b',
    '.',
    '=',
    '$$',
    'g',
    '${g}',
    '[',
    '{',
    ',',
    "'",
    '"',
  )
  const written = fc.array(fc.oneof(pieces, mark), {maxLength: 12}).map((all) => all.join(''))

  cell('texts as references and as values of --set', async (tally) => {
    await tryGenerated(tally, written, share(4000, 250_000), (text) => {
      expectTold(parseTemplate(text), text)
      expectTold(parseSetOptions([text, `m.p=${text}`, `globals.${text}=1`]), text)
      const value = flowValue(text)
      if (value !== undefined) JSON.stringify(value)
    })
  })

  cell('references resolved among hostile globals', async (tally) => {
    const globals = fc.dictionary(fc.constantFrom('g', 'a', 'b', '__proto__', 'constructor', 'toString'), written, {maxKeys: 4})
    await tryGenerated(tally, fc.tuple(written, globals), share(2000, 150_000), ([text, held]) => {
      const scope = {
        globals: new Map(Object.entries(held).map(([name, value]) => [name, {value}])),
        run: {id: 'r', date: '2024-08-12'},
        env: () => undefined,
        secret: () => ({ok: false, reason: 'there is none'}) as const,
        output: () => ({found: 'no_such_mod'}) as const,
        modNames: new Set(['a']),
      }
      const {problems} = resolveReferences([text, {key: text}], scope, () => ({file: 'job.yaml', line: 1}))
      if (problems.length > 0) expectTold({ok: false, problems}, text + JSON.stringify(held))
    })
  })

  cell('naughty strings in every place of a job', async (tally) => {
    if (naughty.length === 0) tally.skip('the big list of naughty strings is not there')
    const project = await tempProject({})
    const file = project.path('job.yaml')
    try {
      for (const text of naughty) {
        const quoted = JSON.stringify(text)
        for (const job of [
          `globals: {${quoted}: ${quoted}}\nmods: {r: {_type: csv_reader, file_path: ${quoted}}}\n`,
          `name: ${quoted}\nmods: {${quoted}: {_type: ${quoted}, ${quoted}: ${quoted}, _depends_on: ${quoted}}}\n`,
        ])
          await tally.try(job, async () => {
            await writeFile(file, job)
            const {exit_code: code} = await checkJob(file, {registry: resolve('registry.json'), set: [`r.file_path=${text}`]})
            expect(code).to.be.oneOf(codes.filter((one) => one !== 1))
          })
      }
    } finally {
      await project.remove()
    }
  })
})
