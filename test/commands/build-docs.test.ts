import {expect} from 'chai'
import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {findChromium, startBrowser, type Browser} from '../browser.js'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, registryOf, write} from '../mod-package.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const hostile =
  '</script><script>document.title="owned"</script> <img src=x onerror="document.title=1"> `a` | **b** <!-- [x](javascript:1)'
const csv = entryOf('csv_reader', {
  config_schema: {
    type: 'object',
    required: ['file_path'],
    description: 'About all of them',
    properties: {
      file_path: {type: 'string', format: 'input-file', description: 'What to read', examples: ['in.csv']},
      delimiter: {type: 'string', default: ',', description: 'What separates two fields'},
      quoting: {type: 'string', enum: ['all', 'none'], description: 'Which fields have quotes'},
      types: {
        type: 'object',
        description: 'By column',
        additionalProperties: {type: 'object', required: ['kind'], properties: {kind: {type: 'string', description: 'Its kind'}}},
      },
    },
  },
})
const geo = entryOf('geo_coder', {
  module_path: '@acme/mod-places',
  category: 'transformers',
  integrity: 'sha512-abc',
  metadata: {
    ...entryOf('geo_coder', {category: 'transformers'}).metadata,
    description: 'Adds coordinates; takes what csv_reader gives',
  },
  interface: {input_ports: ['data'], output_ports: ['data'], globals_produced: [], globals_consumed: ['region']},
})
const wicked = entryOf('wicked', {
  category: 'sinks',
  source: 'local',
  metadata: {...entryOf('wicked', {category: 'sinks'}).metadata, description: hostile, author: hostile},
  config_schema: {type: 'object', properties: {'a|`b`</script>': {type: 'string', description: hostile, default: hostile}}},
})

describe('build-docs', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject(csv, geo, wicked)
  })
  afterEach(() => project.remove())
  const text = (...path: string[]) => readFile(join(project.folder, ...path), 'utf8')
  const register = (...entries: readonly RegistryEntry[]) =>
    writeFile(project.registryFile, JSON.stringify(registryOf(...entries)))

  it('writes a page for each mod, a catalogue and a page to search in, and says what it wrote', async () => {
    const {code, stdout, stderr} = await project.datapy('build-docs', '--json')
    expect({code, stderr}).to.deep.equal({code: 0, stderr: ''})
    const pages = ['README.md', 'index.html', 'mods/csv_reader.md', 'mods/geo_coder.md', 'mods/wicked.md']
    const {written, ...rest} = JSON.parse(stdout) as {written: string[]}
    expect(written).to.have.members(pages)
    expect(rest).to.deep.include({
      status: 'success',
      exit_code: 0,
      folder: join(project.folder, 'site'),
      mods: 3,
      unchanged: [],
      removed: [],
    })
    expect(await readdir(join(project.folder, 'site'), {recursive: true})).to.have.members([...pages, 'mods'])
    expect(await text('site/README.md'))
      .to.include('[geo_coder](mods/geo_coder.md)')
      .and.include('## transformers')
  })

  it('tells of parameters, also of those within others, ports, globals, how to install, and gives three examples', async () => {
    await project.datapy('build-docs')
    const page = await text('site/mods/csv_reader.md')
    expect(page).to.include('| `file_path` | path of a file to read | needed | What to read |')
    expect(page).to.include('| `delimiter` | text | `","` | What separates two fields |')
    expect(page).to.include('| `quoting` | `"all"`, `"none"` |  | Which fields have quotes |')
    expect(page).to.include('| `types.*.kind` | text | needed | Its kind |')
    expect(page)
      .to.include('```yaml\nmods:')
      .and.include("```ts\nimport {runMod} from 'datapy'")
      .and.include('```sh\n[ -e in.csv ]')
    const other = await text('site/mods/geo_coder.md')
    expect(other).to.include('datapy register-mod @acme/mod-places@1.0.0').and.include('| globals it consumes | `region` |')
  })

  it('lets nothing of a stranger become markup', async () => {
    await project.datapy('build-docs')
    const [html, page] = [await text('site/index.html'), await text('site/mods/wicked.md')]
    expect(html.match(/<\/script/g)).to.have.length(2)
    expect(html).not.to.match(/<img/)
    const line = page.split('\n').find((one) => one.startsWith('| ``a'))
    expect(line?.replaceAll(String.raw`\|`, '').match(/\|/g)).to.have.length(5)
    const outsideCode = page.replaceAll(/```[\s\S]*?\n```|`+[^\n]*?`+/g, '')
    expect(outsideCode).not.to.match(/(?<!\\)<(?!!-- Generated)/)
  })

  it('writes the same bytes again, and then nothing at all', async () => {
    await project.datapy('build-docs')
    const before = await text('site/index.html')
    const {stdout} = await project.datapy('build-docs', '--json')
    expect(JSON.parse(stdout)).to.deep.include({written: []})
    await project.datapy('build-docs', '-o', 'other')
    expect(await text('other/index.html')).to.equal(before)
  })

  it("removes the page of a mod that is gone, and leaves every other's file alone", async () => {
    await project.datapy('build-docs')
    await write(join(project.folder, 'site/mods/notes.md'), 'mine')
    await write(join(project.folder, 'site/logo.svg'), '<svg/>')
    await register(csv)
    const {stdout} = await project.datapy('build-docs', '--json')
    expect(JSON.parse(stdout)).to.deep.include({removed: ['mods/geo_coder.md', 'mods/wicked.md']})
    expect(await readdir(join(project.folder, 'site/mods'))).to.have.members(['csv_reader.md', 'notes.md'])
    expect(await text('site/mods/notes.md')).to.equal('mine')
    expect(await text('site/logo.svg')).to.equal('<svg/>')
  })

  it('refuses to write over a page that somebody else wrote, and then writes nothing', async () => {
    await write(join(project.folder, 'README.md'), '# My project\n')
    const {code, stderr} = await project.datapy('build-docs', '-o', '.')
    expect(code).to.equal(20)
    expect(stderr).to.include('docs_file_foreign').and.include(join(project.folder, 'README.md')).and.include('-o')
    expect(await text('README.md')).to.equal('# My project\n')
    expect(await readdir(project.folder)).not.to.include('index.html')
  })

  it('says that a folder cannot be written', async () => {
    await write(join(project.folder, 'site'), 'a file')
    const {code, stderr} = await project.datapy('build-docs')
    expect(code).to.equal(20)
    expect(stderr).to.include('docs_unwritable')
  })

  it('warns of an entry that cannot be used, and builds an empty catalogue too', async () => {
    await writeFile(project.registryFile, JSON.stringify({mods: {bad: {}}}))
    const {code, stderr} = await project.datapy('build-docs')
    expect(code).to.equal(0)
    expect(stderr).to.include('bad: module_path')
    expect(await text('site/README.md')).to.include('No mods are registered')
  })

  describe('in a browser', function () {
    this.timeout(180_000)
    let browser: Browser
    let index = ''
    before(async function () {
      const chromium = await findChromium()
      if ('reason' in chromium) {
        process.stderr.write(`${chromium.reason}\n`)
        return this.skip() // there is no Chromium, and it could not be installed
      }
      browser = await startBrowser(chromium.path)
    })
    after(() => (browser as Browser | undefined)?.close())
    beforeEach(async () => {
      await project.datapy('build-docs')
      index = join(project.folder, 'site/index.html')
      await browser.look(1280, 900)
      await browser.open(index)
    })
    const types = () => browser.value<string[]>(`[...document.querySelectorAll('#list .type')].map((one) => one.textContent)`)
    const count = () => browser.value<string>(`document.querySelector('#count').textContent`)

    it('shows every mod, asks nobody for anything, and lets no script of a stranger run', async () => {
      expect(await types()).to.deep.equal(['csv_reader', 'geo_coder', 'wicked'])
      expect(await count()).to.equal('3 mods')
      await browser.open(index, '#wicked')
      await browser.until(`document.querySelector('.lead')`)
      expect(await browser.value(`document.querySelector('.lead').textContent`)).to.equal(hostile)
      expect(await browser.value('document.title')).to.equal('wicked · Mod catalogue')
      expect(browser.requests.filter((one) => !one.startsWith('file:') && one !== 'about:blank')).to.deep.equal([])
      expect(browser.faults).to.deep.equal([])
    })

    it('searches from the key "/", type before description, in parameters too', async () => {
      await browser.press('/')
      expect(await browser.value('document.activeElement.id')).to.equal('search')
      await browser.type('CSV-read')
      await browser.until(`document.querySelector('#count').textContent === '2 of 3 mods'`)
      expect(await types()).to.deep.equal(['csv_reader', 'geo_coder'])
      await browser.press('Escape')
      expect(await count()).to.equal('3 mods')
      await browser.type('separates')
      expect(await types()).to.deep.equal(['csv_reader'])
      expect(await browser.value(`document.querySelector('.found').textContent`)).to.equal('parameter delimiter')
      await browser.press('Enter')
      await browser.until(`document.querySelector('.mod h2')`)
      expect(await browser.value('location.hash')).to.equal('#csv_reader')
    })

    it('says when nothing is found, and leads back', async () => {
      await browser.press('/')
      await browser.type('no such mod')
      await browser.until(`!document.querySelector('#none').hidden`)
      expect(await browser.value(`document.querySelector('#none').innerText`)).to.include('Nothing is found for “no such mod”')
      await browser.value(`document.querySelector('#clear').click()`)
      expect(await types()).to.have.length(3)
    })

    it('shows one category by its chip', async () => {
      await browser.value(`document.querySelector('[data-category=sinks]').click()`)
      expect(await types()).to.deep.equal(['wicked'])
      expect(await browser.value(`document.querySelector('[data-category=sinks]').getAttribute('aria-pressed')`)).to.equal('true')
    })

    it('opens at the mod that a link names, with all there is to know, and goes back to the list', async () => {
      await browser.open(index, '#csv_reader')
      await browser.until(`document.querySelector('.mod')`)
      expect(await browser.value(`[...document.querySelectorAll('.params .name')].map((one) => one.textContent)`)).to.deep.equal([
        'file_path',
        'delimiter',
        'quoting',
        'types',
        'types.*.kind',
      ])
      const shown = await browser.value<string>(`document.querySelector('.mod').innerText`)
      for (const part of ['datapy register-mod', 'needed', '","', '"none"', 'About all of them', 'my_csv_reader'])
        expect(shown).to.include(part)
      await browser.press('Escape')
      await browser.until(`!document.querySelector('#listing').hidden`)
      await browser.value('history.back()')
      await browser.until(`!document.querySelector('#page').hidden`)
      await browser.open(index, '#not_there')
      await browser.until(`document.querySelector('#page').innerText.includes('There is no mod “not_there”')`)
    })

    it('fits a phone: nothing is wider than the screen', async () => {
      await browser.look(360, 740, true)
      for (const fragment of ['', '#csv_reader', '#wicked']) {
        await browser.open(index, fragment)
        expect(await browser.value('document.documentElement.scrollWidth'), fragment).to.be.at.most(360)
      }
    })

    it('bears ten thousand mods: it makes as many cards as are looked at', async () => {
      const many = Array.from({length: 10_000}, (_, at) => ({...csv, metadata: {...csv.metadata, type: `mod_${String(at)}`}}))
      await register(...many)
      expect((await project.datapy('build-docs', '-o', 'many')).code).to.equal(0)
      await browser.open(join(project.folder, 'many/index.html'))
      expect((await types()).length).to.be.within(1, 200)
      await browser.press('/')
      await browser.type('mod_9999')
      await browser.until(`document.querySelectorAll('#list .type').length === 1`)
      expect(await types()).to.deep.equal(['mod_9999'])
      await rm(join(project.folder, 'many'), {recursive: true})
    })
  })
})
