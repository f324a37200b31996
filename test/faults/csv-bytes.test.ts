import {isUtf8} from 'node:buffer'
import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {dialectOf} from '../../src/data/csv/dialect.js'
import {headerOf} from '../../src/data/csv/header.js'
import {readRecords} from '../../src/data/csv/record-reader.js'
import {countLines, dialectBytes, scanRecord} from '../../src/data/csv/scan-record.js'
import {recordFormatter, NeedsQuotes} from '../../src/data/csv/format-record.js'
import {isDataPyError} from '../../src/data/data-errors.js'
import {cell, share} from './cell.js'
import {hostileBytes} from './hostile-bytes.js'

const bytes = hostileBytes([
  ',',
  ',',
  '"',
  '"',
  '\n',
  '\n',
  '\r',
  '\r',
  'a',
  '0',
  ' ',
  '\\',
  '\t',
  '\0',
  "'",
  ';',
  '|',
  '||',
  '\u{FEFF}',
  'é',
  '😀',
])
const dialects = [{}, {quote: ''}, {delimiter: ';', quote: "'"}, {escape: '\\'}, {delimiter: '||'}].map(dialectOf)

interface Read {
  readonly rows: readonly (readonly string[])[]
  readonly faults: readonly {readonly code: string; readonly line: number; readonly column: number}[]
  /** Bytes that no record holds. */
  readonly covered: number
}

/** All records of a text that comes in pieces, with what stands against them. */
async function readAll(text: Buffer, dialect: ReturnType<typeof dialectOf>, piece = Infinity): Promise<Read> {
  async function* pieces(): AsyncGenerator<Buffer> {
    await Promise.resolve()
    for (let at = 0; at < text.length; at += piece) yield text.subarray(at, Math.min(text.length, at + piece))
  }
  const [rows, faults]: [string[][], Read['faults'][number][]] = [[], []]
  let covered = 0
  for await (const step of readRecords(pieces(), dialect, 1)) {
    if (step.kind === 'fault') {
      faults.push(step.fault)
      continue
    }
    for (const record of step.records) {
      covered += record.end - record.start
      const bad = step.window.badBytes(record)
      if (bad === undefined) rows.push([...record.cells])
      else faults.push(bad)
    }
  }
  return {rows, faults, covered}
}

describe('Hostile input: data', () => {
  cell('bytes of any kind as records of CSV', async (tally) => {
    const runs = share(3000, 200_000)
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...dialects), async (text, dialect) => {
        const {rows, faults, covered} = await readAll(text, dialect)
        const lines = countLines(text, 0, text.length) + 1
        for (const {line, column} of faults) {
          expect(line).to.be.within(1, lines)
          expect(column).to.be.at.least(1)
        }
        if (faults.length > 0) return
        // Nothing is left out, and nothing is otherwise than csv-parse has it in one piece.
        expect(covered).to.equal(text.length)
        expect(isUtf8(text) && !text.includes(0)).to.equal(true)
        const {delimiter, quote, escape} = dialect
        const form = {delimiter, quote: quote ?? null, escape: escape ?? null, relax_quotes: true, relax_column_count: true}
        expect(rows).to.deep.equal(parse(text, {...form, record_delimiter: ['\r\n', '\n', '\r']}))
        expect(rows.length).to.equal(scanned(text, dialect))
      }),
      {numRuns: runs, seed: 1},
    )
    tally.tried(runs)
  })

  cell('the same bytes, cut into pieces anywhere', async (tally) => {
    const runs = share(600, 40_000)
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...dialects), fc.integer({min: 1, max: 5}), async (text, dialect, piece) => {
        if (!isUtf8(text) || Buffer.from(text.toString('latin1')).length !== text.length) return // pieces end between characters
        const [whole, cut] = [await readAll(text, dialect), await readAll(text, dialect, piece)]
        expect(cut).to.deep.equal(whole)
      }),
      {numRuns: runs, seed: 2},
    )
    tally.tried(runs)
  })

  cell('rows of any text, written and read again', async (tally) => {
    const runs = share(1000, 60_000)
    const text = fc.oneof(
      fc.string({maxLength: 6, unit: 'grapheme'}),
      fc.constantFrom('', '"', '""', '\r', '\n', ',', ';', '=1', "'", '#', '\\', '\u{FEFF}'),
    )
    const sound = fc.array(
      text.filter((one) => !one.includes('\0')),
      {minLength: 2, maxLength: 4},
    )
    const styles = fc.constantFrom('all' as const, 'needed' as const, 'none' as const)
    await fc.assert(
      fc.asyncProperty(sound, styles, fc.constantFrom(',', ';', '\t', '||'), async (row, style, delimiter) => {
        const format = recordFormatter({delimiter, quote_style: style}, [])
        try {
          const {rows, faults} = await readAll(Buffer.from(format(row)), dialectOf({delimiter}))
          expect(faults).to.deep.equal([])
          expect(rows).to.deep.equal([row])
        } catch (error) {
          if (!(error instanceof NeedsQuotes) || style !== 'none') throw error
        }
      }),
      {numRuns: runs, seed: 3},
    )
    tally.tried(runs)
  })

  cell('headers of any names', (tally) => {
    const runs = share(1000, 60_000)
    const name = fc.oneof(
      fc.string({maxLength: 4, unit: 'binary'}),
      fc.constantFrom('', 'a', 'A', '__proto__', 'constructor', 'column_1', 'column_2', 'É', 'é'),
    )
    fc.assert(
      fc.property(fc.array(name, {minLength: 1, maxLength: 6}), (cells) => {
        try {
          const {names, warnings} = headerOf(cells, {file: 'in.csv', line: 3, columnOf: (field) => field + 1})
          const keys = names.map((one) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
          expect(new Set(keys).size).to.equal(cells.length)
          expect(names.map((one, at) => cells[at] === '' || cells[at] === one)).not.to.include(false)
          expect(names).not.to.include('')
          expect(warnings.length).to.equal(cells.filter((one) => one === '').length)
        } catch (error) {
          if (!isDataPyError(error)) throw error
          expect(error.problems[0]).to.deep.include({code: 'csv_duplicate_column'})
          expect(error.problems[0]?.at?.line).to.equal(3)
        }
      }),
      {numRuns: runs, seed: 4},
    )
    tally.tried(runs)
  })
})

/** How many records there are, as the walk through their bytes has it. */
function scanned(text: Buffer, dialect: ReturnType<typeof dialectOf>): number {
  const form = dialectBytes(dialect)
  let count = 0
  for (let at = 0; at < text.length; count += 1) {
    const rest = text.subarray(at)
    const last = scanRecord(rest, form).fields.at(-1)
    at += endOf(rest, last?.start ?? 0, last?.isQuoted === true ? form.quote : undefined, form.escape)
  }
  return count
}

/** The offset after the line break that ends a record whose last field begins at `start`. */
function endOf(bytes: Buffer, start: number, quote: Buffer | undefined, escape: Buffer | undefined): number {
  let at = start
  if (quote !== undefined) {
    for (at += 1; at < bytes.length; at += 1) {
      if (escape !== undefined && !escape.equals(quote) && bytes[at] === escape[0]) at += 1
      else if (bytes[at] === quote[0] && bytes[at + 1] === quote[0] && escape?.equals(quote) === true) at += 1
      else if (bytes[at] === quote[0]) break
    }
    at += 1
  }
  while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1
  return bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1
}
