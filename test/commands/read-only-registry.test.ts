import {expect} from 'chai'
import {mkdir, readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {entryOf, tempFolder, write} from '../mod-package.js'
import {readOnly, type ReadOnly} from '../read-only.js'
import {registryProject, type RegistryProject} from './registry-project.js'

describe('a registry in a folder that cannot be written', function () {
  this.timeout(120_000)
  let run: ReadOnly
  let project: RegistryProject
  let shared: Awaited<ReturnType<typeof tempFolder>>

  before(async function () {
    shared = await tempFolder()
    const found = await readOnly(shared.path)
    await shared.remove()
    if (typeof found === 'string') {
      process.stderr.write(`skipped: ${found}\n`)
      this.skip()
    }
    run = found
  })
  beforeEach(async () => {
    project = await registryProject()
    shared = await tempFolder()
    const folder = await project.package(entryOf('geo'), 'export const run = (params, {result}) => result.success()')
    const registered = await project.datapy('register-mod', await project.pack(folder))
    expect(registered.code, registered.stderr).to.equal(0)
    await write(join(shared.path, 'registry.json'), await readFile(project.registryFile, 'utf8'))
  })
  afterEach(async () => {
    await project.remove()
    await shared.remove()
  })

  const file = () => join(shared.path, 'registry.json')
  const inProject = (folders: readonly string[], ...args: readonly string[]) =>
    run(folders, args, {cwd: project.folder, env: {...project.env, DATAPY_REGISTRY: file()}})
  const filesOf = async (folder: string) => {
    const names = (await readdir(folder, {recursive: true})).sort()
    return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8').catch(() => '')]))
  }

  it('serves all that reads it, also where the installed mods cannot be written either', async () => {
    const job = await write(join(project.folder, 'job.yaml'), 'mods:\n  locate:\n    _type: geo\n')
    const folders = [shared.path, project.dataFolder]
    for (const args of [
      ['list-registry'],
      ['mod-info', 'geo'],
      ['validate-registry'],
      ['run-mod', 'locate', '--params', job],
      ['run-job', job],
    ]) {
      const {code, stderr} = await inProject(folders, ...args)
      expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
    }
    expect(await readdir(shared.path)).to.deep.equal(['registry.json'])
  })

  it('is said to be so before a mod is installed for it, and nothing has changed', async () => {
    const [folder, tarball] = [
      await project.package(entryOf('other')),
      await project.pack(await project.package(entryOf('third'))),
    ]
    const before = await filesOf(project.dataFolder)
    for (const args of [
      ['register-mod', folder],
      ['register-mod', tarball],
      ['register-mod', 'test-mod-geo', '--force'],
      ['unregister-mod', 'geo'],
    ]) {
      const {code, stdout, stderr} = await inProject([shared.path], ...args, '--json')
      expect(code, stderr).to.equal(20)
      const {errors} = JSON.parse(stdout) as {errors: {code: string; message: string}[]}
      expect(errors.map((one) => one.code)).to.deep.equal(['registry_unwritable'])
      expect(errors[0]?.message).to.include(`cannot write ${file()}`).and.include('read-only')
      expect(await filesOf(project.dataFolder)).to.deep.equal(before)
    }
    expect(await readFile(file(), 'utf8')).to.equal(await readFile(project.registryFile, 'utf8'))
  })

  it('is left as it is where the mods cannot be installed', async () => {
    const [folder, tarball] = [
      await project.package(entryOf('other')),
      await project.pack(await project.package(entryOf('third'))),
    ]
    const before = [await filesOf(project.dataFolder), await readFile(file(), 'utf8')]
    for (const args of [
      ['register-mod', folder],
      ['register-mod', tarball],
      ['plugins:install', tarball],
      ['plugins:link', folder],
    ]) {
      const {code, stderr} = await inProject([project.dataFolder], ...args)
      expect(code, stderr).to.equal(20)
      expect(stderr).to.include('error[registry_unwritable]').and.include(`cannot install into ${project.dataFolder}`)
    }
    expect([await filesOf(project.dataFolder), await readFile(file(), 'utf8')]).to.deep.equal(before)
    // The entry can go although the package cannot.
    const gone = await inProject([project.dataFolder], 'unregister-mod', 'geo', '--json')
    expect(gone.code, gone.stderr).to.equal(0)
    expect(JSON.parse(gone.stdout)).to.deep.include({type: 'geo', uninstalled: null})
    expect(gone.stderr).to.include('test-mod-geo stays installed: cannot install into')
  })

  it("is said of a user's own registry too", async () => {
    const dataFolder = join(project.folder, 'own')
    await mkdir(dataFolder)
    const nowhere = await tempFolder()
    try {
      const env = {...project.env, DATAPY_DATA_DIR: dataFolder}
      const listed = await run([dataFolder], ['list-registry', '--json'], {cwd: nowhere.path, env})
      expect(listed.code, listed.stderr).to.equal(0)
      const {code, stderr} = await run([dataFolder], ['register-mod', await project.package(entryOf('other'))], {
        cwd: nowhere.path,
        env,
      })
      expect(code).to.equal(20)
      expect(stderr).to.include('error[registry_unwritable]')
      expect(await readdir(dataFolder)).to.deep.equal([])
    } finally {
      await nowhere.remove()
    }
  })
})
