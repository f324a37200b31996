import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {cell, share, type Tally} from './cell.js'
import {expectRefused, readApart} from './read-apart.js'
import {bomb, workbook, zipFile, type ZipEntry} from '../../plugins/mod-excel-reader/test/zip-file.js'

const text = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`
const sound = `<row r="1">${text('A1', 'name')}${text('B1', 'n')}</row><row r="2">${text('A2', 'Ada')}<c r="B2"><v>5</v></c></row>`
const gigabytes = share(2, 8)
const blanks = bomb(Buffer.alloc(1_000_000, ' '), gigabytes * 1000)
const cells = bomb('<c><v>1</v></c>'.repeat(100_000), 600)
const laughs = Array.from({length: 9}, (_, at) => `<!ENTITY l${String(at + 1)} "${`&l${String(at)};`.repeat(10)}">`).join('')

const bombs: Readonly<Record<string, readonly ZipEntry[]>> = {
  'a sheet of blanks, its size behind it': workbook(sound, {packed: blanks, streamed: true}),
  'a sheet of blanks that claims to be small': workbook(sound, {packed: blanks, claims: 500}),
  'a sheet of blanks that claims 4 GB': workbook(sound, {packed: blanks, claims: 4_294_967_000}),
  'blanks in a part that no directory lists': [
    {name: 'xl/x.xml', data: '', packed: blanks, claims: 9, hidden: true},
    ...workbook(sound),
  ],
  'a cell in the last row and column': workbook(`${sound}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
  'a cell beyond all rows and columns': workbook(`${sound}<row r="999999999"><c r='ZZZZZZ999999999'><v>1</v></c></row>`),
  'a cell that hides its place': workbook(`${sound}<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>`),
  'sixty million cells': workbook(Buffer.from(sound), {packed: cells, streamed: true}),
  'entities of entities of entities': workbook(`<row r="1">${text('A1', '&l9;')}</row>`, {
    before: `<!DOCTYPE l [<!ENTITY l0 "lol">${laughs}]>`,
  }),
  'an entity that names a file': workbook(`<row r="1">${text('A1', '&f;')}</row>`, {
    before: '<!DOCTYPE f [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
  }),
}

describe('Hostile input: data', () => {
  cell('a workbook that unpacks to gigabytes, or reaches beyond any sheet', async (tally) => {
    const mod = await testMod('plugins/mod-excel-reader')
    try {
      const file = join(mod.folder, 'bomb.xlsx')
      for (const [what, entries] of Object.entries(bombs).filter((_, at) => at % share(3, 1) === 0)) {
        await tally.try(what, async () => {
          const bytes = zipFile(entries)
          expect(bytes.length).to.be.below(40_000_000)
          await writeFile(file, bytes)
          expectRefused(await readApart('excel_reader', file), ['excel_too_large', 'excel_unreadable'], {memory: 400})
        })
      }
    } finally {
      await mod.close()
    }
  })

  cell('a workbook cut off, or with bytes changed by chance', async (tally) => {
    const mod = await testMod('plugins/mod-excel-reader')
    try {
      const whole = zipFile(workbook(sound))
      await tryDamaged(mod, tally, whole, 'whole')
      for (let end = 0; end < whole.length; end += share(101, 7))
        await tryDamaged(mod, tally, whole.subarray(0, end), `cut at ${String(end)}`)
      const random = randomOf(6)
      for (let nth = 0; nth < share(60, 3000); nth += 1) {
        const bytes = Buffer.from(whole)
        const at = random(bytes.length)
        bytes[at] = random(256)
        await tryDamaged(mod, tally, bytes, `byte ${String(at)} is ${String(bytes[at])}`)
      }
    } finally {
      await mod.close()
    }
  })

  cell('names in a workbook that climb out of it', async (tally) => {
    const mod = await testMod('plugins/mod-excel-reader')
    try {
      const outside = join(mod.folder, 'climbed.xml')
      const names = [
        '../climbed.xml',
        '../../../../../../../../../..' + outside,
        outside,
        'xl/../../climbed.xml',
        '__proto__.xml',
      ]
      await tally.try(names.join(), async () => {
        const climbing = names.map((name) => ({name, data: '<a/>'}))
        await writeFile(join(mod.folder, 'in.xlsx'), zipFile([...climbing, ...workbook(sound)]))
        const read = await mod.run({file_path: 'in.xlsx'})
        expect(await mod.rows(read)).to.deep.equal([{name: 'Ada', n: 5}])
        expect([outside, join(mod.folder, '../climbed.xml')].filter((path) => existsSync(path))).to.deep.equal([])
      })
    } finally {
      await mod.close()
    }
  })
})

/** What is read of a damaged workbook is what was written, or it is refused. */
async function tryDamaged(mod: ModTester, tally: Tally, bytes: Buffer, what: string): Promise<void> {
  await tally.try(what, async () => {
    await writeFile(join(mod.folder, 'in.xlsx'), bytes)
    const result = await mod.run({file_path: 'in.xlsx'})
    if (result.exit_code === 0) {
      expect(await mod.rows(result)).to.deep.equal([{name: 'Ada', n: 5}])
      return
    }
    expect(result.exit_code).to.equal(30)
    expect(result.errors[0]?.code).to.match(/^excel_(unreadable|too_large|no_sheet)$/)
    expect(result.errors[0]?.message)
      .to.match(/^[^\n]+$/)
      .and.not.match(/TypeError|undefined|is not a function/)
  })
}

/** Whole numbers below a bound, the same in each run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}
