import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, registryOf} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {packageServer, type PackageServer} from './package-server.js'
import {registryProject, type RegistryProject} from './registry-project.js'

interface Listed {
  readonly status: string
  readonly exit_code: number
  readonly mods: readonly {readonly type: string; readonly state: string; readonly [key: string]: unknown}[]
  readonly warnings: readonly {readonly code: string; readonly message: string}[]
}

describe('list-registry --outdated', function () {
  this.timeout(180_000)
  let project: RegistryProject
  let server: PackageServer
  before(async () => {
    project = await registryProject()
    server = await packageServer()
    for (const version of ['1.0.0', '1.4.0', '2.0.0']) await publish('geo', '@acme/mod-geo', version)
    await publish('rates', '@acme/mod-rates', '1.0.0')
    server.refuse('@acme/mod-secret', 401)
  })
  after(async () => {
    server.close()
    await project.remove()
  })
  const geo = entryOf('geo', {module_path: '@acme/mod-geo', integrity: 'sha512-a'})
  const rates = entryOf('rates', {module_path: '@acme/mod-rates', integrity: 'sha512-a'})
  const publish = async (type: string, name: string, version: string) =>
    server.publish(name, version, await project.pack(await project.package(entryOf(type, {module_path: name, version}))))
  const register = (allow: unknown, ...entries: readonly RegistryEntry[]) =>
    writeFile(project.registryFile, JSON.stringify({...registryOf(...entries), ...(allow === undefined ? {} : {allow})}))
  const datapy = (...args: readonly string[]) =>
    runDatapy(['list-registry', '--outdated', ...args], {
      cwd: project.folder,
      env: {...project.env, npm_config_offline: 'false', npm_config_registry: server.url, npm_config_fetch_retries: '0'},
    })

  it('tells what is installed, wanted and latest, and exits 0 when every question was answered', async () => {
    await register(undefined, geo, rates, entryOf('mine', {source: 'local'}), entryOf('gone', {module_path: '@acme/not-there'}))
    const installed = await runDatapy(['register-mod', '@acme/mod-geo@1.0.0', '--force'], {
      cwd: project.folder,
      env: {...project.env, npm_config_offline: 'false', npm_config_registry: server.url},
    })
    expect(installed.code, installed.stderr).to.equal(0)
    const {code, stdout, stderr} = await datapy()
    expect(code, stderr).to.equal(0)
    expect(stdout).to.equal(
      [
        'TYPE\tPACKAGE\tINSTALLED\tWANTED\tLATEST\tSTATE',
        'geo\t@acme/mod-geo\t1.0.0\t1.4.0\t2.0.0\toutdated',
        'gone\t@acme/not-there\tnot installed\t\t\tnot in the npm registry',
        'mine\ttest-mod-mine\tnot installed\t\t\ta folder',
        'rates\t@acme/mod-rates\tnot installed\t1.0.0\t1.0.0\tup to date\n',
      ].join('\n'),
    )
  })

  it('asks nobody about mods that ship or are folders', async () => {
    const before = server.asked.length
    const ships = entryOf('csv_reader', {module_path: '@datapy/mod-csv-reader'})
    await register(undefined, ships, entryOf('mine', {source: 'local'}))
    const {code, stdout} = await datapy('--json')
    expect(code).to.equal(0)
    expect((JSON.parse(stdout) as Listed).mods.map(({type, state}) => `${type} ${state}`)).to.deep.equal([
      'csv_reader ships',
      'mine local',
    ])
    expect(server.asked.length).to.equal(before)
  })

  it('wants no version that the registry does not allow', async () => {
    await register(['@acme/mod-geo@<1.4'], geo)
    const {mods} = JSON.parse((await datapy('--json')).stdout) as Listed
    expect(mods[0]).to.deep.include({wanted: '1.0.0', latest: '2.0.0', state: 'outdated'})
  })

  it('tells plainly which registry asks for a login or is down, beside the answers of the others, and exits 10', async () => {
    await writeFile(`${project.dataFolder}/.npmrc`, '@down:registry=http://127.0.0.1:1/\n')
    const secret = entryOf('secret', {module_path: '@acme/mod-secret', integrity: 'sha512-a'})
    const down = entryOf('unreached', {module_path: '@down/mod-x', integrity: 'sha512-a'})
    await register(undefined, geo, secret, down)
    const {code, stdout, stderr} = await datapy('--json')
    expect(code).to.equal(10)
    const {status, exit_code: exitCode, mods, warnings} = JSON.parse(stdout) as Listed
    expect({status, exitCode}).to.deep.equal({status: 'warning', exitCode: 10})
    expect(mods.map(({type, state}) => `${type} ${state}`)).to.deep.equal([
      'geo outdated',
      'secret unanswered',
      'unreached unanswered',
    ])
    expect(warnings).to.have.length(2)
    expect(warnings.map(({message}) => message).join('\n'))
      .to.match(/@acme\/mod-secret.*(E401|login)/)
      .and.match(/@down\/mod-x.*(ECONNREFUSED|reached)/)
    expect(stderr).to.include('warning[').and.include('@down/mod-x')
  })
})
