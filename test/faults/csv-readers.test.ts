import {existsSync} from 'node:fs'
import {expect} from 'chai'
import fc from 'fast-check'
import {gzipSync} from 'node:zlib'
import type {CsvReadOptions} from '../../src/model/table-files.js'
import {isDataPyError} from '../../src/data/data-errors.js'
import {realCsvFiles} from '../data/csv/real-csv-files.js'
import {EngineForTests} from '../data/use-engine.js'
import {cell, share} from './cell.js'
import {hostileBytes} from './hostile-bytes.js'

const pieces = [
  ...[',', ',', ',', '\n', '\n', '\n', '\r\n', '"', '""', 'a', '1', '007', '1.5', ' ', '\t', '\0', "'", '\\', '#'],
  '\u{FEFF}',
  'é',
  '😀',
  '2024-02-29',
  'NA',
]
const options = fc.record<CsvReadOptions>({
  on_bad_row: fc.constantFrom('error', 'collect', 'skip'),
  infer_types: fc.boolean(),
  header: fc.constantFrom(true, false, ['x', 'y']),
  encoding: fc.constantFrom('utf-8', 'utf-8', 'latin-1', 'utf-16le', 'shift_jis', 'gb18030'),
  null_values: fc.constantFrom([''], ['NA', ''], []),
})

/** All that a read tells, by value; fails where it is refused with anything but the problems of CSV, told at a place. */
async function told(use: EngineForTests, file: string, given: CsvReadOptions): Promise<unknown> {
  try {
    const {data, rejected, ...rest} = await use.data.readCsv(file, given)
    return {...rest, columns: data.columns, rows: await data.rows(), rejected: await rejected.rows()}
  } catch (error) {
    if (!isDataPyError(error)) throw error
    for (const {code, at} of error.problems) {
      expect(code).to.match(/^(csv_(bad_row|empty_file|duplicate_column|no_byte_order)|bad_column_name|file_unreadable)$/)
      if (code !== 'bad_column_name') expect(at?.file).to.equal(file)
    }
    return error.problems
  }
}

describe('Hostile input: data', () => {
  cell('both readers of CSV on bytes of any kind', async (tally) => {
    const use = new EngineForTests()
    const runs = share(100, 4000)
    const fast: string[] = []
    for (let done = 0; done < runs; done += 500) {
      await use.start({log: (line) => line.includes("engine's reader") && fast.push(line)})
      await fc.assert(
        fc.asyncProperty(hostileBytes(pieces, 30), fc.boolean(), options, async (bytes, hasHeader, given) => {
          const file = await use.file('in.csv', Buffer.concat([Buffer.from(hasHeader ? 'h,i\n' : ''), bytes]))
          expect(await told(use, file, given)).to.deep.equal(await told(use, file, {...given, reader: 'exact'}))
        }),
        {numRuns: Math.min(500, runs - done), seed: 8 + done},
      )
      await use.stop()
    }
    tally.tried(runs)
    if (fast.length < runs / 20) tally.wrong(`the engine has read ${String(fast.length)} of ${String(runs)}`)
  })

  cell('gzip that is cut off, changed, or none', async (tally) => {
    const use = new EngineForTests()
    await use.start()
    const rows = Array.from({length: 2000}, (_, at) => `${String(at)},v${String(at * 7919)}`)
    const packed = gzipSync(`a,b\n${rows.join('\n')}\n`)
    const sound = (await (await use.data.readCsv(await use.file('in.csv.gz', packed))).data.rows()).length
    expect(sound).to.equal(2000)
    const damages = [
      ...Array.from({length: share(12, 400)}, (_, nth) => packed.subarray(0, 3 + Math.floor((nth * packed.length) / 400))),
      ...Array.from({length: share(12, 400)}, (_, nth) => {
        const bytes = Buffer.from(packed)
        const at = 10 + ((nth * 7919) % (bytes.length - 10))
        bytes[at] = (bytes[at] ?? 0) ^ 0x55
        return bytes
      }),
    ]
    for (const [nth, bytes] of damages.entries()) {
      await tally.try(`damage ${String(nth)}`, async () => {
        const problems = await told(use, await use.file('in.csv.gz', bytes), {reader: nth % 2 === 0 ? 'exact' : 'auto'})
        expect(problems, 'it is read as if it were whole').to.be.an('array')
      })
    }
    await use.stop()
  })

  cell('the conformance sets of others, by both readers', async (tally) => {
    const use = new EngineForTests()
    if (!existsSync('../shared/data/duckdb-csv')) tally.tried(0)
    for (const [nth, {file, name}] of realCsvFiles().entries()) {
      if (nth % share(25, 1) !== 0) continue
      await tally.try(name, async () => {
        await use.start()
        try {
          const collect = {on_bad_row: 'collect' as const, infer_types: false}
          expect(await tolds(use, file, collect)).to.deep.equal(await tolds(use, file, {...collect, reader: 'exact'}))
        } finally {
          await use.stop()
        }
      })
    }
  })
})

async function tolds(use: EngineForTests, file: string, given: CsvReadOptions): Promise<string> {
  const all = await told(use, file, given)
  return JSON.stringify(all, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
