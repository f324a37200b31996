import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {registryProject} from '../commands/registry-project.js'
import {entryOf} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

type Change = (text: string) => Buffer | string

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')
/** What a file became on its way, and what is told of it; nothing where it is the same file still. */
const forms: Readonly<Record<string, readonly [Change, RegExp?]>> = {
  'a byte order mark': [(text) => `\uFEFF${text}`],
  'CRLF at the ends of lines': [(text) => text.replaceAll('\n', '\r\n')],
  'UTF-16, little end first': [utf16, /not UTF-8[^]*UTF-16/],
  'UTF-16, big end first': [(text) => utf16(text).swap16(), /not UTF-8[^]*UTF-16/],
  'UTF-16 without its mark': [(text) => Buffer.from(text, 'utf16le'), /NUL|not JSON/],
  Latin1: [(text) => Buffer.from(text.replace('marker', 'm\u00E4rker'), 'latin1'), /not UTF-8[^]*save it as UTF-8/],
  'half a character at its end': [(text) => Buffer.concat([Buffer.from(text), Buffer.from([0xe2, 0x82])]), /not UTF-8/],
  'a NUL in it': [(text) => text.replace('marker', 'mar\0ker'), /NUL|not JSON/],
  'a NUL behind it': [(text) => `${text}\0`, /NUL|found "\\u0000"/],
  'nothing in it': [() => '', /empty|no "mods"|mods_missing/],
  'a key twice': [
    (text) => text.replace(/("?)marker\1: ?[^,}\n]+/, (one) => one + (text.startsWith('{') ? ',' : '\n  ') + one),
    /twice/,
  ],
}

const job = `globals:
  marker: x
mods:
  read: {_type: csv_reader, file_path: in.csv}
  write: {_type: csv_writer, data: "\${read.data}", file_path: out.csv, if_exists: overwrite}
`

describe('Hostile input: documents and parameters', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({})
    await project.write('in.csv', 'a\n1\n')
  })
  afterEach(() => project.remove())
  const datapy = async (...args: readonly string[]) =>
    await runDatapy(args, {cwd: project.folder, env: {...process.env, DATAPY_REGISTRY: resolve('registry.json')}})

  cell('a job and project defaults as they come from elsewhere: marks, UTF-16, Latin-1, NUL, line ends', async (tally) => {
    const defaults = 'mod_defaults:\n  csv_reader: {encoding: utf-8}\nglobals:\n  marker: y\n'
    for (const [name, text] of [
      ['job.yaml', job],
      ['project_defaults.yaml', defaults],
    ] as const)
      for (const [what, [change, told]] of Object.entries(forms).filter((_, at) => at % share(4, 1) === 0)) {
        await project.write('job.yaml', job)
        await project.write('project_defaults.yaml', defaults)
        await tally.try(`${name} with ${what}`, async () => {
          await writeFile(project.path(name), change(text))
          const {code, stderr} = await datapy('run-job', 'job.yaml', '--restart')
          // Project defaults may be empty.
          const isRefused = told !== undefined && !(what === 'nothing in it' && name !== 'job.yaml')
          expect(code, stderr).to.equal(isRefused ? 20 : 0)
          if (isRefused) expect(stderr).to.match(told).and.to.include(name)
          if (!isRefused) expect(await readFile(project.path('out.csv'), 'utf8')).to.equal('a\n1\n')
        })
      }
  })

  cell('a registry and a package.json as they come from elsewhere', async (tally) => {
    for (const [what, [change, told]] of Object.entries(forms).filter((_, at) => at % share(4, 1) === 0)) {
      const made = await registryProject(entryOf('held', {marker: 1} as object))
      try {
        const sound = await readFile(made.registryFile, 'utf8')
        await tally.try(`registry.json with ${what}`, async () => {
          const before = change(sound)
          await writeFile(made.registryFile, before)
          const folder = await made.package(entryOf('more'))
          const {code, stderr} = await made.datapy('register-mod', folder)
          expect(code, stderr).to.equal(told === undefined ? 0 : 20)
          if (told === undefined) expect(Object.keys((await made.registry()).mods)).to.deep.equal(['held', 'more'])
          else expect(stderr).to.match(told).and.to.include('registry.json')
          if (told !== undefined) expect(await readFile(made.registryFile)).to.deep.equal(Buffer.from(before as Buffer))
        })
        await tally.try(`package.json with ${what}`, async () => {
          await writeFile(made.registryFile, sound)
          const folder = await made.package(entryOf('other'), undefined, {marker: 'marker'})
          const file = `${folder}/package.json`
          await writeFile(file, change(await readFile(file, 'utf8')))
          const {code, stderr} = await made.datapy('register-mod', folder)
          const isRefused = told !== undefined && what !== 'a key twice'
          expect(code, stderr).to.equal(isRefused ? 20 : 0)
          if (isRefused) expect(stderr).to.match(told).and.to.include('package.json')
        })
      } finally {
        await made.remove()
      }
    }
  })
})
