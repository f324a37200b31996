import {expect} from 'chai'
import fc from 'fast-check'
import {createWriteStream} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {BadJson} from '../../src/data/json/bad-json.js'
import {documentElements} from '../../src/data/json/document-elements.js'
import {isExactDouble} from '../../src/data/json/number-column.js'
import {lastOfEach, parseRow} from '../../src/data/json/parse-row.js'
import {isDataPyError} from '../../src/data/data-errors.js'
import {EngineForTests} from '../data/use-engine.js'
import {cell, share} from './cell.js'
import {hostileBytes} from './hostile-bytes.js'
import {expectRefused, readApart} from './read-apart.js'

const pieces = [
  ...['{', '}', '[', ']', ',', ':', '"a"', '"b":', '"a":1', '"', '\\', '\\u00e9', '\\ud83d\\ude00', '\\ud800', 'null', 'true'],
  ...[
    '0',
    '-',
    '1.5',
    '1e5',
    '1e999',
    '12345678901234567890',
    '0.10',
    ' ',
    '\n',
    '\t',
    '\u{FEFF}',
    'é',
    '\0',
    '"__proto__":{"a":1}',
  ],
]
const scalars = fc.constantFrom('1', '-0', '1.50', '1e400', 'null', '"x"', '"\\u0041"', '[1,{"a":null}]', '{"k":[]}', 'false')
const member = fc
  .tuple(fc.constantFrom('"a"', '"b"', '""', '"__proto__"', '"\\u0061"'), scalars)
  .map(([key, value]) => `${key}:${value}`)
/** Half of them are objects, the rest is anything. */
const rows = fc.oneof(
  fc.array(member, {maxLength: 4}).map((members) => Buffer.from(`{${members.join(',')}}`)),
  hostileBytes(pieces),
)

describe('Hostile input: data', () => {
  cell('texts of any kind as rows of JSON', (tally) => {
    const runs = share(5000, 200_000)
    fc.assert(
      fc.property(rows, (bytes) => {
        const text = bytes.toString()
        let meant: unknown
        try {
          meant = JSON.parse(text)
        } catch {
          expect(() => parseRow(text)).to.throw(BadJson)
          return
        }
        try {
          const {keys, kinds, texts} = lastOfEach(parseRow(text))
          const read = keys.map((key, at) => [key, kinds[at] === 'text' ? texts[at] : JSON.parse(texts[at] ?? 'null')] as const)
          // Own keys alone: __proto__ is a key like any other.
          expect(Object.fromEntries(read)).to.deep.equal(meant)
          expect(keys.length).to.equal(Object.keys(meant as object).length)
        } catch (error) {
          // What JSON.parse takes beyond objects of whole texts is told as what it is.
          if (!(error instanceof BadJson)) throw error
          expect(error.code).to.be.oneOf(['lone_surrogate', 'not_an_object', 'too_deep'])
        }
      }),
      {numRuns: runs, seed: 5},
    )
    tally.tried(runs)
  })

  cell('texts of any kind as a document, cut into pieces anywhere', async (tally) => {
    const runs = share(1000, 60_000)
    const cutAs = async (bytes: Buffer, piece: number) => {
      const found: unknown[] = []
      async function* chunks() {
        await Promise.resolve()
        for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
      }
      try {
        for await (const some of documentElements(chunks(), 'in.json')) found.push(...some)
      } catch (error) {
        if (!isDataPyError(error)) throw error
        // Of what stands before the break, only what was in an earlier piece has been handed out.
        return [error.problems[0]?.at, error.message]
      }
      return found
    }
    const documents = fc.array(rows, {maxLength: 3}).map((all) => Buffer.from(`[${all.map(String).join(',')}]`))
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({min: 1, max: 7}), async (bytes, piece) => {
        expect(await cutAs(bytes, piece)).to.deep.equal(await cutAs(bytes, Infinity))
      }),
      {numRuns: runs, seed: 6},
    )
    tally.tried(runs)
  })

  cell('numbers of any length', async (tally) => {
    const zeros = '0'.repeat(share(200_000, 2_000_000))
    for (const number of [`1${zeros}1`, `1.${zeros}1`, `0.${zeros}1e5`, `-${'9'.repeat(100_000)}`, `1e${zeros}1`]) {
      await tally.try(`${number.slice(0, 10)} … ${number.slice(-5)}`, () => {
        const started = process.cpuUsage()
        isExactDouble(number)
        expect(process.cpuUsage(started).user / 1e6).to.be.below(5)
      })
    }
  })

  cell('both readers of JSON on rows of any kind', async (tally) => {
    const use = new EngineForTests()
    const told = async (file: string, most?: number) => {
      try {
        const {data, warnings} = await use.data.readJson(file, {format: 'ndjson', ...(most !== undefined && {max_rows: most})})
        return {rows: await data.rows(), columns: data.columns, warnings}
      } catch (error) {
        if (!isDataPyError(error)) throw error
        return error.problems
      }
    }
    const lines = fc.array(rows, {minLength: 1, maxLength: 5}).map((all) => Buffer.from(all.map(String).join('\n')))
    for (let done = 0; done < share(60, 3000); done += 500) {
      await use.start()
      const runs = Math.min(500, share(60, 3000) - done)
      await fc.assert(
        fc.asyncProperty(lines, async (bytes) => {
          const file = await use.file('in.ndjson', bytes)
          // Told how many rows to read, it reads them row by row.
          expect(await told(file)).to.deep.equal(await told(file, 1000))
        }),
        {numRuns: runs, seed: 7 + done},
      )
      tally.tried(runs)
      await use.stop()
    }
  })

  cell('JSON that is deep, long, cut off or no JSON', async (tally) => {
    const use = new EngineForTests()
    await use.start()
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const files: Readonly<Record<string, readonly [string, readonly string[]]>> = {
      'a million brackets in a row': [`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}\n`, ['json_bad_row']],
      'objects a million deep in an array': [`[${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}]`, ['json_bad_row']],
      '200,000 keys': [
        `{${Array.from({length: 200_000}, (_, at) => `"k${String(at)}":1`).join(',')}}`,
        ['json_too_many_columns'],
      ],
      'half a surrogate pair': ['{"a":"\\ud800"}\n', ['json_bad_row']],
      'a document cut off': ['[{"a":1},{"a":', ['json_broken']],
      'no JSON': ['a,b\n1,2\n', ['json_broken']],
      nothing: ['', ['json_no_columns']],
    }
    for (const [what, [text, codes]] of Object.entries(files).filter((_, at) => at % share(3, 1) === 0)) {
      await tally.try(what, async () => {
        const file = use.path('in.json')
        await writeFile(file, text)
        expectRefused(await readApart('json_reader', file), codes, {memory: 600})
      })
    }
    const long = share(80, 1024)
    await tally.try(`a line of ${String(long)} MB`, async () => {
      async function* line() {
        await Promise.resolve()
        yield Buffer.from('{"a":"')
        for (let nth = 0; nth < long; nth += 1) yield piece
        yield Buffer.from('"}\n{"a":"y"}\n')
      }
      await pipeline(Readable.from(line(), {objectMode: false}), createWriteStream(use.path('long.ndjson')))
      const read = await readApart('json_reader', use.path('long.ndjson'))
      expectRefused(read, ['json_bad_row'], {memory: 600})
      expect(read.problem?.at?.line).to.equal(1)
    })
    await use.stop()
  })
})
