import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {readFile} from 'node:fs/promises'
import {gunzipSync, inflateRawSync} from 'node:zlib'
import {testMod} from 'datapy/testing'
import {EngineForTests} from '../data/use-engine.js'
import {cell, share} from './cell.js'

const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']
const payloads = ['1+1', "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', 'SUM(A1:A9)', '', ',=1', '"=1"', ';=1', '\n=1']

describe('Hostile input: data', () => {
  cell('text that a spreadsheet would run, by both writers of CSV', async (tally) => {
    const use = new EngineForTests()
    await use.start()
    const text = fc.tuple(fc.constantFrom('', '"', ...starts), fc.constantFrom(...starts, 'x', ''), fc.constantFrom(...payloads))
    const name = fc.constantFrom('a', ...starts.map((start) => `${start}b`))
    const runs = share(40, 2000)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          text.map((parts) => parts.join('')),
          {minLength: 1, maxLength: 5},
        ),
        name,
        async (texts, header) => {
          const rows = texts.map((one, at) => ({[header]: one, n: -at - 1, d: -0.5}))
          for (const file of ['out.csv', 'out.csv.gz']) {
            await use.data.writeCsv(await use.data.fromRows(rows), use.path(file), {escape_formulas: true})
            await use.session.commit()
          }
          const plain = await readFile(use.path('out.csv'))
          expect(gunzipSync(await readFile(use.path('out.csv.gz'))).toString()).to.equal(plain.toString())
          const cells: string[][] = parse(plain)
          const safe = (one: string) => (starts.includes(one.charAt(0)) ? `'${one}` : one)
          expect(cells[0]).to.deep.equal([safe(header), 'n', 'd'])
          expect(cells.slice(1)).to.deep.equal(texts.map((one, at) => [safe(one), String(-at - 1), '-0.5']))
        },
      ),
      {numRuns: runs, seed: 9},
    )
    tally.tried(runs)
    await use.stop()
  })

  cell('the same text in a workbook, where it is no formula', async (tally) => {
    const mod = await testMod('plugins/mod-excel-writer')
    const rows = starts.flatMap((start) => payloads.map((payload) => ({[`${start}name`]: start + payload})))
    for (const row of rows.filter((_, at) => at % share(20, 1) === 0)) {
      await tally.try(JSON.stringify(row), async () => {
        const file = `${mod.folder}/out.xlsx`
        expect((await mod.run({data: [row], file_path: file})).exit_code).to.equal(0)
        const sheet = partOf(await readFile(file), 'xl/worksheets/sheet1.xml')
        expect(sheet).not.to.match(/<f[\s>]/)
        // Each cell is of the type of shared texts.
        expect(sheet.match(/<c /g)).to.have.length(2)
        expect(sheet.match(/<c [^>]*t="s"/g)).to.have.length(2)
      })
    }
    await mod.close()
  })
})

/** A part of a zip file, found by its name in the directory. */
function partOf(zip: Buffer, name: string): string {
  const entry = zip.lastIndexOf(name) - 46
  const at = zip.readUInt32LE(entry + 42)
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20))
  return (zip.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed)).toString()
}
