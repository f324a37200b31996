import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {entryOf, registryOf} from '../mod-package.js'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {registryProject, type RegistryProject} from './registry-project.js'

describe('list-registry', () => {
  let project: RegistryProject
  before(async () => {
    project = await registryProject(entryOf('csv_reader'), entryOf('csv_writer', {category: 'sinks'}))
  })
  after(() => project.remove())

  it('lists type, category, version, package and description, tab-separated without a terminal', async () => {
    const {code, stdout, stderr} = await project.datapy('list-registry')
    expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
    expect(stdout).to.equal(
      [
        'TYPE\tCATEGORY\tVERSION\tPACKAGE\tDESCRIPTION',
        'csv_reader\tsources\t1.0.0\ttest-mod-csv-reader\tthe test mod csv_reader',
        'csv_writer\tsinks\t1.0.0\ttest-mod-csv-writer\tthe test mod csv_writer\n',
      ].join('\n'),
    )
  })

  it('finds the mods of a category, also as JSON', async () => {
    const {code, stdout} = await project.datapy('list-registry', '--category', 'sources', '--json')
    const document = JSON.parse(stdout) as {mods: {type: string}[]}
    expect(code).to.equal(0)
    expect(document.mods.map(({type}) => type)).to.deep.equal(['csv_reader'])
  })

  it('says on stderr that a category is empty, and that is no failure', async () => {
    const {code, stdout, stderr} = await project.datapy('list-registry', '--category', 'transformers')
    expect({code, stdout}).to.deep.equal({code: 0, stdout: ''})
    expect(stderr).to.equal(`no mods of category transformers in ${project.registryFile}\n`)
  })

  it('refuses a category that there is not', async () => {
    const {code, stdout, stderr} = await project.datapy('list-registry', '--category', 'source')
    expect({code, stdout}).to.deep.equal({code: 2, stdout: ''})
    expect(stderr).to.include('sources')
  })

  it('refuses a registry that is named and not there, also as JSON', async () => {
    const {code, stdout, stderr} = await project.datapy('list-registry', '--registry', 'absent.json', '--json')
    expect(code).to.equal(20)
    expect(JSON.parse(stdout)).to.deep.include({status: 'error', exit_code: 20})
    expect(stderr).to.include(join(project.folder, 'absent.json'))
  })

  it('lists the mods that can be used beside one that cannot, of which it warns', async () => {
    const file = join(project.folder, 'half.json')
    await writeFile(file, JSON.stringify({mods: {good: entryOf('good'), bad: {}}}))
    const {code, stdout, stderr} = await project.datapy('list-registry', '--registry', file)
    expect(code).to.equal(0)
    expect(stdout).to.include('good\t').and.not.include('bad\t')
    expect(stderr).to.include('bad: module_path')
  })

  it('bears that whoever reads its output goes away, as head does', async () => {
    const file = join(project.folder, 'many.json')
    const many = Array.from({length: 3000}, (_, at) => entryOf(`mod_${String(at)}`))
    await writeFile(file, JSON.stringify(registryOf(...many)))
    for (const args of ['list-registry', 'list-registry --json']) {
      const line = `"${process.execPath}" "${datapyBin}" ${args} --registry "${file}" | head -c 9; echo " \${PIPESTATUS[0]}"`
      const {stdout, stderr} = await promisify(execFile)('bash', ['-c', line], {cwd: project.folder, env: project.env})
      expect({end: stdout.split(' ').at(-1), stderr}).to.deep.equal({end: '0\n', stderr: ''})
    }
  })

  it('works without any environment, from a folder that has no registry, and makes nothing', async () => {
    const empty = join(project.folder, 'data-that-is-not-there')
    const {code} = await runDatapy(['list-registry'], {
      cwd: '/',
      env: {PATH: process.env['PATH'], DATAPY_DATA_DIR: empty, DATAPY_REGISTRY: project.registryFile},
    })
    expect(code).to.equal(0)
    expect(await readdir(project.folder)).not.to.include('data-that-is-not-there')
    await mkdir(empty)
    expect((await runDatapy(['list-registry'], {cwd: '/', env: {DATAPY_REGISTRY: project.registryFile}})).code).to.equal(0)
  })
})
