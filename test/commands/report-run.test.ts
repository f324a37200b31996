import {expect} from 'chai'
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {findChromium, startBrowser, type Browser} from '../browser.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

/** Text that becomes script, markup or a link wherever it is put without care. */
const hostile =
  '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">&amp;"\'><a href="javascript:1">'

const mods = {
  wicked: {
    category: 'sources',
    interface: {input_ports: [], output_ports: ['data']},
    config_schema: {type: 'object', properties: {text: {type: 'string'}, key: {type: 'string'}}},
    code: `export function run({text, key}, {result, logger}) {
  logger.info('says ' + text)
  logger.info('has ' + key)
  result.addMetric('rows_read', 2)
  result.addMetric(text, 1)
  result.addArtifact('data', [{[text]: text, id: 1}, {[text]: 'plain', id: 2}])
  result.addWarning('warns of ' + text)
  return result.warning()
}`,
  },
  fails: {
    interface: {input_ports: ['data'], output_ports: ['data']},
    config_schema: {type: 'object', properties: {text: {type: 'string'}}},
    code: `export function run({text}) { throw new Error('broken by ' + text) }`,
  },
}

describe('report-run', () => {
  let project: TempProject
  let browser: Browser
  const secret = 'hunter-2-and-more'

  before(async function () {
    this.timeout(300_000)
    const chromium = await findChromium()
    if (!('path' in chromium)) {
      process.stdout.write(`    no report is looked at: ${chromium.reason}\n`)
      this.skip()
    }
    project = await tempProject(mods)
    await mkdir(project.path('reports'))
    await writeFile(
      project.path('job.yaml'),
      `name: nightly
mods:
  read: {_type: wicked, text: ${JSON.stringify(hostile)}, key: "\${secret:env:REPORT_KEY}"}
  broken: {_type: fails, data: "\${read.data}", text: ${JSON.stringify(hostile)}}
  never: {_type: fails, data: "\${broken.data}"}
`,
    )
    const env = {REPORT_KEY: secret}
    const ran = await runDatapy(['run-job', 'job.yaml'], {cwd: project.folder, env})
    expect(ran.code).to.equal(30)
    const {code, stdout} = await runDatapy(['report-run', '-o', 'reports/run.html'], {cwd: project.folder, env})
    expect([code, stdout]).to.deep.equal([0, `${project.path('reports/run.html')}\n`])
    // It is to open where nothing of the run is.
    await rename(project.path('.datapy'), project.path('gone'))
    browser = await startBrowser(chromium.path)
    await browser.look(1280, 900)
    await browser.open(project.path('reports/run.html'))
  })
  after(async () => {
    await (browser as Browser | undefined)?.close()
    await (project as TempProject | undefined)?.remove()
  })

  const page = () => browser.value<string>('document.body.innerText')
  const count = (selector: string) => browser.value<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`)

  it('shows what the run came to, its graph, time line, parameters, counts, first rows, profile and log', async () => {
    const text = await page()
    expect(await browser.value('document.title')).to.match(/^nightly/)
    for (const part of ['nightly', 'error', 'broken by ', 'warns of ', 'datapy run-job', 'wicked', 'rows_read', 'never'])
      expect(text, part).to.include(part)
    expect(await count('svg')).to.be.at.least(1)
    const drawn = await browser.value<string>(`[...document.querySelectorAll('svg')].map((one) => one.textContent).join(' ')`)
    for (const name of ['read', 'broken', 'never']) expect(drawn).to.include(name)
    const cells = await browser.value<string[]>(`[...document.querySelectorAll('td')].map((one) => one.textContent)`)
    expect(cells.filter((cell) => cell.includes(hostile)).length).to.be.at.least(1)
    await browser.value(`document.querySelectorAll('details').forEach((one) => { one.open = true })`)
    expect(await page()).to.include('says </script><script>document.title=')
  })

  it('is one file that asks for nothing, runs nothing of the data, and holds no secret', async () => {
    expect(browser.requests.filter((one) => !one.startsWith('file:') && one !== 'about:blank')).to.deep.equal([])
    expect(browser.requests.filter((one) => one.startsWith('file:'))).to.have.length(1)
    expect(browser.faults).to.deep.equal([])
    expect(await browser.value('document.title')).not.to.match(/owned|^1$/)
    expect(await count('img, script, a[href^="javascript"], iframe, link:not([href="data:,"])')).to.equal(0)
    const html = await readFile(project.path('reports/run.html'), 'utf8')
    expect(html).to.include('Content-Security-Policy')
    expect(html).not.to.include(secret)
    expect(html).to.include('says &lt;/script&gt;')
  })

  it('fits a phone, and a reader who prefers dark', async () => {
    await browser.look(390, 800)
    expect(await browser.value<number>('document.documentElement.scrollWidth')).to.be.at.most(390)
    const background = () => browser.value<string>('getComputedStyle(document.body).backgroundColor')
    const light = await background()
    await browser.look(1280, 900, true)
    expect(await background()).not.to.equal(light)
    expect((await browser.screenshot()).length).to.be.above(10_000)
  })

  it('shows what was kept, rejects too, of a real load, and that a table of it has gone', async () => {
    await rm(project.path('gone'), {recursive: true})
    await writeFile(project.path('in.csv'), 'id,amount\n1,10\nx,20\n3,30\n')
    await writeFile(
      project.path('real.yaml'),
      `mods:
  read: {_type: csv_reader, file_path: in.csv, types: {id: BIGINT}, on_bad_row: collect}
  big: {_type: filter, data: "\${read.data}", where: amount > 10}
`,
    )
    const datapy = (...args: string[]) => runDatapy([...args, '--registry', resolve('registry.json')], {cwd: project.folder})
    expect((await datapy('run-job', 'real.yaml')).code).to.equal(0)
    const [run = ''] = await readdir(project.path('.datapy/runs'))
    await rm(join(project.path('.datapy/runs'), run, 'data/big.data.parquet'))
    expect((await datapy('report-run', 'real.yaml', '-o', 'reports/real.html')).code).to.equal(0)
    await browser.open(project.path('reports/real.html'))
    await browser.value(`document.querySelectorAll('details').forEach((one) => { one.open = true })`)
    const text = await page()
    expect(text).to.match(/read\.rejected|rejected/)
    expect(text).to.match(/BIGINT/)
    expect(text).to.match(/cannot read \S+big\.data\.parquet: there is no such file/)
    expect(browser.faults).to.deep.equal([])
    const {code, stdout} = await datapy('report-run', '-o', '-')
    expect([code, stdout.startsWith('<!doctype html>')]).to.deep.equal([0, true])
    const none = await datapy('report-run', 'nothing')
    expect([none.code, none.stderr.includes('error[run_not_found]')]).to.deep.equal([20, true])
  })
})
