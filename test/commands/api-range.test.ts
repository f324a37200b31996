import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {readPackageJson} from '../../src/node/resolve-package.js'
import {frameworkRoot} from '../../src/node/framework-root.js'
import {entryOf, write, writePackage} from '../mod-package.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const peers = (range: string) => ({peerDependencies: {datapy: range}, peerDependenciesMeta: {datapy: {optional: true}}})

describe('a mod that says for which DataPy it is made', () => {
  let project: RegistryProject
  let version = ''
  before(async () => {
    version = String((await readPackageJson(frameworkRoot()))?.['version'])
  })
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())

  it('is registered where this one is among them, and the entry keeps the range', async () => {
    const folder = await project.package(entryOf('geo'), undefined, peers(`>=${version} <9`))
    const {code, stderr} = await project.datapy('register-mod', folder)
    expect(code, stderr).to.equal(0)
    expect((await project.registry()).mods['geo']?.dependencies.datapy).to.equal(`>=${version} <9`)
    expect((await project.datapy('validate-registry')).code).to.equal(0)
    expect((await project.datapy('mod-info', 'geo')).stdout).to.match(new RegExp(`^DataPy +>=${version} <9$`, 'm'))
  })

  for (const [spec, pack] of [
    ['a folder', false],
    ['a tarball', true],
  ] as const)
    it(`is refused where it is not, as ${spec}, with the fix, and nothing changes`, async () => {
      const before = await readFile(project.registryFile, 'utf8')
      const folder = await project.package(entryOf('geo'), undefined, peers('>=7 <9'))
      const {code, stdout, stderr} = await project.datapy('register-mod', pack ? await project.pack(folder) : folder)
      expect({code, stdout}).to.deep.equal({code: 20, stdout: ''})
      expect(stderr).to.include(`error[api_range]: geo: test-mod-geo 1.0.0 is made for DataPy >=7 <9; this is DataPy ${version}`)
      expect(stderr)
        .to.include('upgrade DataPy')
        .and.match(/package\.json(:\d+:\d+)?/)
      expect(await readFile(project.registryFile, 'utf8')).to.equal(before)
      expect(await readPackageJson(project.dataFolder)).to.equal(undefined)
    })

  it('is refused where what it says is no range', async () => {
    const {code, stderr} = await project.datapy(
      'register-mod',
      await project.package(entryOf('geo'), undefined, peers('workspace:^')),
    )
    expect(code).to.equal(20)
    expect(stderr).to.include('entry_invalid').and.include('"workspace:^" is no range')
  })

  it('is refused by a run and by validate-registry after DataPy has changed, before anything runs', async () => {
    const entry = entryOf('geo', {dependencies: {packages: [], node_version: '>=20.19', datapy: '>=7'}})
    const mark = join(project.folder, 'ran')
    await writePackage(
      join(project.folder, 'node_modules/test-mod-geo'),
      entry,
      `import {writeFileSync} from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport const run = () => ({})`,
      peers('>=7'),
    )
    await write(project.registryFile, JSON.stringify({mods: {geo: entry}}))
    const job = await write(join(project.folder, 'job.yaml'), 'mods:\n  locate:\n    _type: geo\n')
    for (const args of [
      ['run-mod', 'locate', '--params', job],
      ['run-job', job],
      ['run-job', job, '--dry-run'],
    ]) {
      const {code, stderr} = await project.datapy(...args)
      expect({args, code}).to.deep.equal({args, code: 20})
      expect(stderr).to.include('api_range').and.include('job.yaml:3:12')
    }
    expect(await readFile(mark).catch(() => 'never imported')).to.equal('never imported')
    const {code, stdout} = await project.datapy('validate-registry')
    expect(code).to.equal(20)
    expect(stdout).to.include('api_range')
  })
})
