import {expect} from 'chai'
import {appendFile, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {entryOf, write} from '../mod-package.js'
import {npmHome, type NpmHome} from './npm-home.js'

const code = `import {word} from './word.js'
export const run = (params, {result}) => {
  result.addMetric('said', word)
  return result.success()
}
`
const echo = entryOf('echo', {module_path: '@org/mod-echo'})

describe('a mod whose installed files have changed', function () {
  this.timeout(120_000)
  let home: NpmHome
  let job: string
  let installed: string
  beforeEach(async () => {
    home = await npmHome('offline=true\n')
    job = await write(join(home.folder, 'job.yaml'), 'mods: {echo: {_type: echo}}\n')
    installed = join(home.dataFolder, 'node_modules/@org/mod-echo')
    const folder = await home.package(echo, code)
    await write(join(folder, 'word.js'), "export const word = 'one'\n")
    expect((await home.datapy('register-mod', await home.pack(folder))).code).to.equal(0)
  })
  afterEach(() => home.remove())
  const run = (...more: string[]) => home.datapy('run-mod', 'echo', '--params', job, ...more)
  const refused = async (what: string, ...more: string[]) => {
    const {code: exitCode, stderr, stdout} = await run(...more)
    expect(exitCode, stderr).to.equal(20)
    expect(stderr).to.include('error[mod_changed]').and.include(what).and.include('datapy install --frozen')
    expect(stdout).not.to.include('one')
  }

  it('runs as long as they are as they were, and its entry says how that is', async () => {
    expect((await run()).code).to.equal(0)
    const {echo: entry} = await home.mods()
    expect(entry?.files?.entry).to.match(/^sha256-.{44}$/)
    expect(entry?.files?.all)
      .to.match(/^sha256-.{44}$/)
      .and.not.equal(entry?.files?.entry)
    expect((await home.datapy('validate-registry')).code).to.equal(0)
  })

  it('is refused before it is imported where its entry or its package.json changed, by every way to run it', async () => {
    await appendFile(join(installed, 'index.js'), '// one more line\n')
    await refused('its files in')
    await refused('its files in', '--dry-run')
    expect((await home.datapy('run-job', job)).code).to.equal(20)
    const script = await write(
      join(home.folder, 'script.mjs'),
      "import {runMod} from 'datapy'\nprocess.exitCode = (await runMod('echo')).exit_code\n",
    )
    expect((await home.datapy('run-script', script)).code).to.equal(20)
  })

  it('is refused where its entry is a link to elsewhere, also to the same text', async () => {
    const elsewhere = await write(join(home.folder, 'elsewhere/index.js'), code)
    await write(join(home.folder, 'elsewhere/word.js'), "export const word = 'one, but of another'\n")
    await rm(join(installed, 'index.js'))
    await symlink(elsewhere, join(installed, 'index.js'))
    await refused('its files in')
  })

  it('is refused in another version than the one that was registered', async () => {
    const manifest = join(installed, 'package.json')
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"1.0.0"', '"1.0.1"'))
    await refused('version 1.0.0 was registered, installed is 1.0.1')
  })

  it('is found by validate-registry wherever the change is, also a file more or less', async () => {
    const problems = async () => {
      const {code: exitCode, stdout} = await home.datapy('validate-registry')
      expect(exitCode).to.equal(20)
      return stdout
    }
    const word = join(installed, 'word.js')
    await writeFile(word, "export const word = 'two'\n")
    expect(await problems()).to.match(/registry\.json:\d+:\d+ mod_changed: echo: .*package\.json and the entry are/)
    await writeFile(word, "export const word = 'one'\n")
    expect((await home.datapy('validate-registry')).code).to.equal(0)
    await writeFile(join(installed, 'more.js'), '')
    expect(await problems()).to.include('mod_changed')
    await rm(join(installed, 'more.js'))
    await write(join(installed, 'node_modules/other/index.js'), 'what npm puts there is no part of it')
    expect((await home.datapy('validate-registry')).code).to.equal(0)
  })

  it('is taken as it is by register-mod --force, and runs again', async () => {
    await appendFile(join(installed, 'index.js'), '// mended here\n')
    await refused('its files in')
    expect((await home.datapy('register-mod', '@org/mod-echo', '--force')).code).to.equal(0)
    expect((await run()).code).to.equal(0)
  })

  it('is not looked at where it is a link, or was registered before there were digests', async () => {
    const registry = JSON.parse(await readFile(home.registryFile, 'utf8')) as {mods: {echo: {files?: object}}}
    delete registry.mods.echo.files
    await writeFile(home.registryFile, JSON.stringify(registry))
    await appendFile(join(installed, 'index.js'), '// changed\n')
    expect((await run()).code).to.equal(0)
  })

  it('is not believed to have digests that are none', async () => {
    const text = await readFile(home.registryFile, 'utf8')
    await writeFile(home.registryFile, text.replace(/"entry": "sha256-[^"]+"/, '"entry": "sha256-x"'))
    const {code: exitCode, stderr} = await run()
    expect(exitCode).to.equal(20)
    expect(stderr).to.include('entry_invalid').and.include('files must hold the digests')
  })
})
