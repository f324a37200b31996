import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {EngineForTests} from '../data/use-engine.js'
import {findChromium, startBrowser} from '../browser.js'
import {tempFolder} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share} from './cell.js'
import {hostileTexts} from './hostile-texts.js'

const registry = resolve('registry.json')

/** Names of files that a shell, SQL or a pattern would make something else of. */
const fileNames = [
  `$(touch owned).csv`,
  '`touch owned`.csv',
  `'; touch owned; '.csv`,
  `" && touch owned && ".csv`,
  `a'); COPY (SELECT 1) TO 'owned'; --.csv`,
  `it's.csv`,
  `a"b.csv`,
  `a\nDATAPY_RESULT status=success\n.csv`,
  `-rf.csv`,
  `--help.csv`,
  `a*b?[c].csv`,
  `{a,b}.csv`,
  `a;b|c&d>owned.csv`,
  `\u001b[2J.csv`,
  `\u202egpj.csv`,
  `%TEMP%.csv`,
  `a\\b.csv`,
  `ü😀.csv`,
  `#x?y=%2e.csv`,
  ` a .csv`,
]

describe('Paths and injection', () => {
  cell('names of files that say something to a shell, to SQL or to a pattern', async (tally) => {
    for (const name of fileNames.filter((_, index) => index % share(4, 1) === 0))
      await tally.try(JSON.stringify(name), async () => {
        const {path: folder, remove} = await tempFolder()
        try {
          await writeFile(join(folder, name), 'id,name\n1,Ada\n2,Grace\n')
          await mkdir(join(folder, `out ${name}`))
          const at = (file: string) => join(`out ${name}`, file)
          const job = {
            mods: {
              read: {_type: 'csv_reader', file_path: name},
              parquet: {_type: 'parquet_writer', data: '${read.data}', file_path: at(`${name}.parquet`)},
              again: {_type: 'parquet_reader', file_path: at(`${name}.parquet`), _depends_on: 'parquet'},
              sorted: {_type: 'sql', query: 'SELECT * FROM again ORDER BY id', inputs: {again: '${again.data}'}},
              write: {_type: 'csv_writer', data: '${sorted.data}', file_path: at(name)},
              json: {_type: 'json_writer', data: '${sorted.data}', file_path: at(`${name}.json`)},
            },
          }
          const file = join(folder, `${name}.yaml`)
          await writeFile(file, JSON.stringify({name: 'odd', ...job}))
          const {code, stdout, stderr} = await runDatapy(['run-job', file, '--registry', registry], {cwd: folder})
          expect(code, stderr).to.equal(0)
          expect(stdout.split('\n').filter((line) => line.startsWith('DATAPY_RESULT'))).to.have.length(1)
          expect(await readFile(join(folder, at(name)), 'utf8')).to.equal('id,name\n1,Ada\n2,Grace\n')
          const files = (await readdir(folder)).filter((one) => one !== '.datapy').sort()
          expect(files).to.deep.equal([name, `out ${name}`, `${name}.yaml`].sort())
          expect(await readdir(join(folder, `out ${name}`))).to.have.members([name, `${name}.parquet`, `${name}.json`])
        } finally {
          await remove()
        }
      })
  })

  cell('names of columns, and values, that say something to SQL', async (tally) => {
    const use = new EngineForTests()
    await use.start()
    try {
      const names = new Map(hostileTexts().map((text) => [text.toLowerCase().trim(), text]))
      const columns = [...names.values()].filter((name) => !/^\s|\s$|\u0000/.test(name)).slice(0, share(60, 400))
      const row = Object.fromEntries(columns.map((name) => [name, name]))
      const table = await (await use.data.fromRows([row, row])).materialise()
      for (const name of table.columns.map((column) => column.name))
        await tally.try(JSON.stringify(name.slice(0, 60)), async () => {
          const {identifier, literal} = use.data
          const sql = `SELECT ${identifier(name)} AS v, count(*) AS n FROM t WHERE ${identifier(name)} = ${literal(name)} GROUP BY ALL`
          expect(await (await use.data.sql(sql, {t: table})).rows()).to.deep.equal([{v: name, n: 2}])
        })
      await tally.try('through files', async () => {
        const file = join(use.folder, 'odd.csv')
        await use.data.writeCsv(table, file)
        await use.session.commit(new Date())
        const {data} = await use.data.readCsv(file)
        expect(existsSync('/tmp/datapy-owned'), 'a text has reached SQL').to.equal(false)
        expect(data.columns.map(({name}) => name)).to.deep.equal(table.columns.map(({name}) => name))
      })
    } finally {
      await use.stop()
    }
  })

  cell('hostile text in the report of a run, in a browser', async (tally) => {
    const chromium = await findChromium()
    if (!('path' in chromium)) return tally.skip(chromium.reason)
    const {path: folder, remove} = await tempFolder()
    const browser = await startBrowser(chromium.path)
    try {
      const texts = hostileTexts()
      const cells = texts.map((text) => `"${text.replaceAll('"', '""')}"`)
      await writeFile(
        join(folder, 'in.csv'),
        `id,"${(texts.at(-1) ?? '').replaceAll('"', '""')}"\n${cells.map((one) => `1,${one}\n`).join('')}`,
      )
      const literal = texts.map((text) => text.replaceAll('${', '$${'))
      const rules = literal.slice(0, 30).map((text) => ({name: text, expression: 'id > 5', message: text}))
      const mods = {
        read: {_type: 'csv_reader', file_path: 'in.csv'},
        fill: {_type: 'data_cleaner', data: '${read.data}', fill_missing: {id: literal[17] ?? ''}},
        odd: {_type: 'filter', data: '${read.data}', where: `"${(literal[11] ?? '').replaceAll('"', '""')}" = 1`},
        check: {_type: 'validator', data: '${read.data}', rules},
      }
      await writeFile(join(folder, 'job.yaml'), JSON.stringify({description: literal[17], mods}))
      await runDatapy(['run-job', 'job.yaml', '--registry', registry], {cwd: folder})
      await writeFile(join(folder, 'read.yaml'), JSON.stringify({description: literal[17], mods: {read: mods.read}}))
      expect((await runDatapy(['run-job', 'read.yaml', '--registry', registry], {cwd: folder})).code).to.be.oneOf([0, 10])
      for (const job of ['job.yaml', 'read.yaml'])
        await tally.try(job, async () => {
          const page = join(folder, `${job}.html`)
          expect((await runDatapy(['report-run', job, '-o', page], {cwd: folder})).code).to.equal(0)
          await browser.open(page)
          expect(await browser.value('typeof window.owned')).to.equal('undefined')
          expect(
            await browser.value(`document.querySelectorAll('script, img, iframe, [onerror], a[href^="javascript"]').length`),
          ).to.equal(0)
        })
      tally.tried(texts.length)
      const own = new Set(['job.yaml', 'read.yaml'].map((job) => pathToFileURL(join(folder, `${job}.html`)).href))
      expect(browser.requests.filter((one) => one !== 'about:blank' && !own.has(one))).to.deep.equal([])
      expect(browser.faults).to.deep.equal([])
    } finally {
      await browser.close()
      await remove()
    }
  })
})
