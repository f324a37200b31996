import fc from 'fast-check'
import type {CsvReadOptions} from '../../../src/model/table-files.js'

const words = [
  '',
  'a',
  'NA',
  'null',
  ' x',
  'x ',
  '#',
  '\\',
  '0',
  '7',
  '-1',
  '007',
  '+5',
  '1.50',
  '1.5',
  '1,5',
  '9007199254740993',
  '123456789012345678',
  '1234567890123456789',
  'true',
  'FALSE',
  '2024-02-29',
  '2023-02-29',
  '2024-02-29 10:00:00',
  '01/02/2024',
  'infinity',
  'NaN',
  '1e5',
  'é',
]

/** A CSV file and how it is to be read: odd quoting, line endings, encodings, ragged rows, empty lines; most of them are sound. */
export const generatedFile = fc
  .record({
    delimiter: fc.constantFrom(',', ',', ';', '|', '\t'),
    quote: fc.constantFrom('"', '"', "'", ''),
    backslash: fc.boolean(),
    ending: fc.constantFrom('\n', '\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf-8', 'utf-8', 'utf-8', 'latin-1', 'utf-16le'),
    null_values: fc.constantFrom([''], [''], ['NA'], ['', 'NA', 'null'], []),
    on_bad_row: fc.constantFrom('error' as const, 'collect' as const, 'skip' as const),
    infer_types: fc.boolean(),
    types: fc.constantFrom({}, {}, {h0: 'integer'}, {h1: 'decimal'}, {h0: 'date', h1: 'DECIMAL(10,2)'}, {h0: 'timestamp'}),
    header: fc.constantFrom(true, true, true, false),
    skip_rows: fc.constantFrom(0, 0, 0, 2),
    isDirty: fc.integer({min: 0, max: 3}).map((n) => n === 0),
    width: fc.integer({min: 1, max: 4}),
    lastEnding: fc.boolean(),
  })
  .chain((shape) =>
    fc
      .array(fc.array(cellOf(shape), {minLength: shape.width, maxLength: shape.width}), {maxLength: 12})
      .chain((rows) => fc.record({rows: fc.constant(rows), faults: fc.array(faultOf(shape), {maxLength: shape.isDirty ? 3 : 0})}))
      .map(({rows, faults}) => fileOf(shape, rows, faults)),
  )

interface Shape {
  readonly delimiter: string
  readonly quote: string
  readonly backslash: boolean
  readonly ending: string
  readonly encoding: string
  readonly null_values: readonly string[]
  readonly on_bad_row: 'collect' | 'error' | 'skip'
  readonly infer_types: boolean
  readonly types: Readonly<Record<string, string>>
  readonly header: boolean
  readonly skip_rows: number
  readonly width: number
  readonly lastEnding: boolean
}

/** A field as it is written: bare, quoted, or quoted with what needs quotes. */
function cellOf({delimiter, quote, backslash, ending}: Shape): fc.Arbitrary<string> {
  const bare = fc.constantFrom(...words).filter((word) => !word.includes(delimiter) && (quote === '' || !word.startsWith(quote)))
  if (quote === '') return bare
  const escape = backslash ? '\\' : quote
  const quoted = (text: string) =>
    quote + (backslash ? text.replaceAll('\\', '\\\\') : text).replaceAll(quote, escape + quote) + quote
  const special = fc.constantFrom(
    `a${delimiter}b`,
    `l${ending}m`,
    `say ${quote}hi${quote}`,
    quote,
    ` ${quote}`,
    `${delimiter} ${quote}x`,
  )
  return fc.oneof(
    {weight: 6, arbitrary: bare},
    {weight: 2, arbitrary: fc.constantFrom(...words).map(quoted)},
    special.map(quoted),
  )
}

/** Something that is wrong or odd, and after which line of the file it stands. */
function faultOf({delimiter, quote, ending}: Shape): fc.Arbitrary<{readonly after: number; readonly text: string}> {
  const texts = [
    '',
    ' ',
    'x',
    delimiter.repeat(6),
    `${quote}open`,
    `${quote}a${quote}b${delimiter}c`,
    `a${quote}b${delimiter}c`,
    `${quote}a${quote} ${delimiter}c`,
    ` ${quote}a${quote}${delimiter}c`,
    `a\0${delimiter}b`,
    `a${ending === '\n' ? '\r\n' : '\n'}b`,
    `a\r`,
  ]
  return fc.record({after: fc.nat(14), text: fc.constantFrom(...texts)})
}

function fileOf(shape: Shape, rows: readonly (readonly string[])[], faults: readonly {after: number; text: string}[]) {
  const {delimiter, quote, backslash, ending, encoding, width, skip_rows: skipped, lastEnding} = shape
  const {null_values, on_bad_row, infer_types, header} = shape
  const names = Array.from({length: width}, (_, index) => `h${String(index)}`)
  const lines = rows.map((row) => row.join(delimiter))
  for (const {after, text} of faults) lines.splice(Math.min(after, lines.length), 0, text)
  const before = Array.from({length: skipped}, (_, index) => `note ${String(index)}`)
  const all = [...before, ...(header ? [names.join(delimiter)] : []), ...lines]
  // Names that a file does not have would only be refused, by both readers alike.
  const types = header ? Object.fromEntries(Object.entries(shape.types).filter(([name]) => names.includes(name))) : {}
  const options: CsvReadOptions = {
    delimiter,
    quote,
    ...(backslash && quote !== '' && {escape: '\\'}),
    null_values,
    on_bad_row,
    infer_types,
    types,
    header,
    skip_rows: skipped,
  }
  const written = all.join(ending) + (lastEnding ? ending : '')
  return {text: encoding === 'latin-1' ? written.replaceAll(/[^\u0000-\u00FF]/g, '?') : written, encoding, options}
}
