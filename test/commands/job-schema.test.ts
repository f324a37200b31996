import {expect} from 'chai'
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Registry} from '../../src/model/registry.js'
import {startLanguageServer, type LanguageServer} from '../language-server.js'
import {runDatapy} from '../run-datapy.js'

const head = '# yaml-language-server: $schema=job.schema.json\n'

const job = `${head}name: daily
mods:
  read:
    _type: csv_reader
    file_path: in.csv
    delimeter: ";"
  few:
    _type: filter
    data: \${read.data}
    where: id > 5
    keep: most
  sorted:
    _type: sorrt
    data: \${few.data}
    _retry: {attempts: 0}
`

describe('job-schema, in an editor', () => {
  let folder: string
  let server: LanguageServer
  before(async function () {
    this.timeout(60_000)
    folder = await mkdtemp(join(tmpdir(), 'datapy-editor-'))
    const file = join(folder, 'job.schema.json')
    const {code, stdout} = await runDatapy(['job-schema', '-o', file, '--registry', resolve('registry.json')])
    expect([code, stdout]).to.deep.equal([0, `${file}\n`])
    server = await startLanguageServer(folder)
  })
  after(async () => {
    await server.close()
    await rm(folder, {recursive: true})
  })

  const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part))
  const path = (name: string) => join(folder, name)

  it('checks types, parameters, their values, and the keys of the framework, at their place', async () => {
    const diagnostics = await server.open(path('checked.yaml'), job)
    const told = diagnostics.map(({message, range}) => [range.start.line, message] as const)
    const at = (part: string) => told.filter(([line]) => line === lineOf(job, part)).map(([, message]) => message)
    expect(at('delimeter').join()).to.include('delimeter')
    expect(at('keep: most').join()).to.match(/matching|\$\{/)
    expect(at('_type: sorrt').join()).to.match(/csv_reader/)
    expect(at('attempts: 0').join()).not.to.equal('')
    const faulty = ['delimeter', 'keep: most', '_type: sorrt', 'attempts: 0'].map((part) => lineOf(job, part))
    expect(told.filter(([line]) => !faulty.includes(line))).to.deep.equal([])
  })

  it('completes mod types, the parameters of the type that stands there, and their values', async () => {
    const text = `${head}mods:\n  few:\n    _type: filter\n    \n  other:\n    _type: \n  third:\n    _type: filter\n    keep: \n`
    await server.open(path('completed.yaml'), text)
    const {mods} = JSON.parse(await readFile('registry.json', 'utf8')) as Registry
    const types = await server.complete(path('completed.yaml'), {line: 6, character: 11})
    expect(types).to.include.members(Object.keys(mods))
    const params = await server.complete(path('completed.yaml'), {line: 4, character: 4})
    expect(params).to.include.members(['where', 'data', 'keep', 'incremental', '_retry', '_for_each', '_isolate'])
    expect(params).not.to.include('file_path')
    expect(await server.complete(path('completed.yaml'), {line: 9, character: 10})).to.include.members(['matching', 'others'])
  })

  it('says what a parameter means', async () => {
    await server.open(path('hovered.yaml'), job)
    const said = await server.hover(path('hovered.yaml'), {line: lineOf(job, 'where:'), character: 6})
    expect(said).to.include('An expression over the columns of a row')
  })

  it('finds nothing wrong with the jobs of the projects here', async () => {
    const files = (await readdir('projects', {recursive: true})).filter(
      (name) => name.includes('/jobs/') && name.endsWith('.yaml'),
    )
    expect(files).to.have.length.above(4)
    for (const [index, name] of files.entries()) {
      const text = head + (await readFile(join('projects', name), 'utf8'))
      await writeFile(path(`sample${String(index)}.yaml`), text)
      expect(await server.open(path(`sample${String(index)}.yaml`), text), name).to.deep.equal([])
    }
  })
})
