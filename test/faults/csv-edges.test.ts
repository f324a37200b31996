import {expect} from 'chai'
import iconv from 'iconv-lite'
import {gzipSync} from 'node:zlib'
import {EngineForTests} from '../data/use-engine.js'
import {cell, share} from './cell.js'

/** What lies across an edge: as it stands in the file, and the value that it is. */
interface Crossing {
  readonly raw: string
  readonly value: string
  readonly ending?: '\n' | '\r\n'
}

const characters: readonly Crossing[] = ['é', '€', '😀', '日', 'ｶ', 'ａ𠮷ß'].map((raw) => ({raw, value: raw}))
const marks: readonly Crossing[] = [
  {raw: '"a""b"', value: 'a"b'},
  {raw: '"l\nm"', value: 'l\nm'},
  {raw: '"c,d"', value: 'c,d'},
  {raw: '""', value: ''},
  {raw: '"é"', value: 'é'},
  {raw: 'z', value: 'z', ending: '\r\n'},
  {raw: '"l\r\nm"', value: 'l\r\nm', ending: '\r\n'},
]
const encodings: Readonly<Record<string, readonly Crossing[]>> = {
  'utf-8': [...characters, ...marks],
  'utf-16le': [{raw: '€', value: '€'}, {raw: '😀', value: '😀'}, ...marks.slice(0, 2)],
  'utf-16be': [{raw: '😀', value: '😀'}],
  shift_jis: ['日', 'ソ', '表示', 'ｶ'].map((raw) => ({raw, value: raw})),
  gb18030: ['汉', '€', '😀', 'é'].map((raw) => ({raw, value: raw})),
  'euc-jp': [{raw: '日本', value: '日本'}],
  big5: [{raw: '功', value: '功'}],
}

/** Where pieces end: those that quotes are looked at in, that a file is read in, that its bytes are judged in; of the engine its threads' share, and its buffer. */
const edges = [65_536, 262_144, 524_288, 8_000_000, 32_000_000]

/** A file in which a row's value begins `before` bytes before an edge; undefined where no such file can be. */
function fileAt(
  edge: number,
  before: number,
  {raw, ending = '\n'}: Crossing,
  encoding: string,
): {text: string; bytes: Buffer} | undefined {
  const unit = encoding.startsWith('utf-16') ? 2 : 1
  const length = edge - before
  if (length % unit !== 0) return undefined
  const width = edge > 1_000_000 ? 90_000 : 900
  const head = `a,b${ending}`
  const filler = `${'x'.repeat(width)},y${ending}`
  let left = length / unit - head.length - 'k,'.length
  const parts = [head]
  for (; left > 2 * filler.length; left -= filler.length) parts.push(filler)
  parts.push(`${'x'.repeat(left - 2 - ending.length)},y${ending}`, `k,${raw}${ending}`, filler, `end,last${ending}`)
  const text = parts.join('')
  return {text, bytes: iconv.encode(text, encoding)}
}

describe('Hostile input: data', () => {
  const use = new EngineForTests()

  cell('half a character, quote or line end at the edge of what is read at once', async (tally) => {
    const readers = new Set<string>()
    await use.start({log: (line) => /exact reader|engine's reader/.exec(line)?.forEach((one) => readers.add(one))})
    let nth = 0
    for (const edge of edges.slice(0, share(3, 5)))
      for (const [encoding, crossings] of Object.entries(encodings))
        for (const crossing of crossings)
          for (let before = 0; before <= iconv.encode(crossing.raw, encoding).length + 2; before += 1) {
            nth += 1
            // The large ones are for the engine, which reads UTF-8 alone.
            if (edge > 1_000_000 && encoding !== 'utf-8') continue
            if (nth % share(11, 1) !== 0) continue
            const made = fileAt(edge, before, crossing, encoding)
            if (made === undefined) continue
            const isPacked = nth % 3 === 0
            const what = `${JSON.stringify(crossing.raw)} ${String(before)} before ${String(edge)} in ${encoding}${isPacked ? ', packed' : ''}`
            await tally.try(what, async () => {
              const file = await use.file(`edge.csv`, isPacked ? gzipSync(made.bytes, {level: 1}) : made.bytes)
              const {data} = await use.data.readCsv(file, {encoding, infer_types: false, ...(nth % 4 === 0 && {reader: 'exact'})})
              const rows = await data.rows()
              expect(rows.slice(-3).map(({b}) => b)).to.deep.equal([crossing.value, 'y', 'last'])
              expect(rows.slice(-3).map(({a}) => String(a).length)).to.deep.equal([1, edge > 1_000_000 ? 90_000 : 900, 3])
              expect(rows.slice(0, -3).every(({a, b}) => b === 'y' && /^x+$/.test(String(a)))).to.equal(true)
            })
            if (nth % 300 === 0) {
              await use.stop()
              await use.start()
            }
          }
    await use.stop()
    if (readers.size < 2) tally.wrong(`only ${[...readers].join()} has read`)
  })
})
