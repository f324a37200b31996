import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {entryOf, write, writePackage} from '../mod-package.js'
import {datapyBin} from '../run-datapy.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const source = entryOf('list_source', {
  config_schema: {
    type: 'object',
    required: ['place', 'file_path'],
    properties: {
      place: {type: 'string', description: 'Where it is', examples: ['it\'s "here" for ${5}']},
      file_path: {type: 'string', format: 'input-file', description: 'What to read', examples: ['in.csv']},
      unit: {type: 'string', enum: ['km', 'mi'], default: 'km', description: 'How far is told'},
    },
  },
})
const transformer = entryOf('keep_rows', {
  category: 'transformers',
  interface: {input_ports: ['data'], output_ports: ['data'], globals_produced: [], globals_consumed: []},
  config_schema: {type: 'object', properties: {}},
})
const sourceCode = `export const run = ({place}, {result}) => {
  if (place !== 'it\\'s "here" for \${5}') throw new Error('place is ' + place)
  result.addArtifact('data', [{id: 1}, {id: 2}])
  return result.success()
}`
const transformerCode = `export const run = async ({data}, {result}) => {
  result.addMetric('rows', await data.count())
  result.addArtifact('data', data)
  return result.success()
}`

describe('mod-info', () => {
  let project: RegistryProject
  before(async () => {
    project = await registryProject(source, transformer)
    await writePackage(join(project.folder, 'node_modules/test-mod-list-source'), source, sourceCode)
    await writePackage(join(project.folder, 'node_modules/test-mod-keep-rows'), transformer, transformerCode)
    await write(join(project.folder, 'in.csv'), 'a\n1\n')
    await symlink(datapyBin, join(project.folder, 'datapy'))
  })
  after(() => project.remove())

  it('shows metadata, ports and every parameter', async () => {
    const {code, stdout} = await project.datapy('mod-info', 'list_source')
    expect(code).to.equal(0)
    expect(stdout).to.include('list_source 1.0.0 (sources)\nthe test mod list_source')
    expect(stdout).to.match(/Output ports +data/)
    expect(stdout).to.include('place\ttext\tyes\t\tWhere it is')
    expect(stdout).to.include('unit\ttext\t\t"km"\tHow far is told One of km, mi.')
  })

  it('gives the entry as JSON', async () => {
    const {stdout} = await project.datapy('mod-info', 'list_source', '--json')
    expect(JSON.parse(stdout)).to.deep.equal(source)
  })

  it('names the nearest type for one that is not there, and how to register', async () => {
    const {code, stdout, stderr} = await project.datapy('mod-info', 'list_sorce')
    expect({code, stdout}).to.deep.equal({code: 20, stdout: ''})
    expect(stderr).to.include('did you mean "list_source"?').and.include('register-mod')
  })

  for (const type of ['list_source', 'keep_rows']) {
    it(`gives a job for ${type} that runs as it is`, async () => {
      const {stdout} = await project.datapy('mod-info', type, '--example', 'yaml')
      await writeFile(join(project.folder, `${type}.yaml`), stdout)
      const ended = await project.datapy('run-job', `${type}.yaml`)
      expect(ended.code, ended.stderr).to.equal(0)
    })

    it(`gives a script for ${type} that runs as it is`, async () => {
      const {stdout} = await project.datapy('mod-info', type, '--example', 'ts')
      await writeFile(join(project.folder, `${type}.ts`), stdout)
      const ended = await project.datapy('run-script', `${type}.ts`)
      expect(ended.code, ended.stderr).to.equal(0)
      expect(ended.stdout).to.include('success')
    })

    it(`gives shell lines for ${type} that run as they are`, async () => {
      const {stdout} = await project.datapy('mod-info', type, '--example', 'sh')
      const env = {...project.env, PATH: `${project.folder}:${String(process.env['PATH'])}`}
      const ended = await promisify(execFile)('bash', ['-euc', stdout], {cwd: project.folder, env})
      expect(ended.stdout).to.include('DATAPY_RESULT status=success')
    })
  }

  it('gives a job in which run-mod finds the mod', async () => {
    const ended = await project.datapy('run-mod', 'my_list_source', '--params', 'list_source.yaml')
    expect(ended.code, ended.stderr).to.equal(0)
  })
})
