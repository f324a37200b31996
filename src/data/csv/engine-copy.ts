import type {CsvWriteOptions} from '../../model/table-files.js'
import type {DuckDataset} from '../duck-dataset.js'
import {findRepeated} from '../column-names.js'
import {commaList, identifier, literal} from '../sql-text.js'
import {csvText, isNumeric} from './csv-text.js'
import {isUtf8Name} from './encodings.js'
import {formulaStarts, withoutFormula} from './format-record.js'

/** What COPY is to be told so that the engine writes a Dataset as `CsvLines` would; undefined where it cannot. */
export function engineCopy(
  {columns, relation}: DuckDataset,
  options: CsvWriteOptions,
): {readonly select: string; readonly form: string} | undefined {
  const {delimiter = ',', quote_style: style = 'needed', null_value: nullText = ''} = options
  if (!isUtf8Name(options.encoding ?? 'utf-8') || Buffer.byteLength(delimiter) > 1) return undefined
  if (style === 'none' || (options.line_ending ?? '\n') !== '\n') return undefined
  // A byte order mark of their own at the very beginning would be taken for one of the file's.
  if (options.header === false || columns[0]?.name.startsWith('\u{FEFF}') === true) return undefined
  const escapes = options.escape_formulas === true
  // An apostrophe could make two names one.
  if (escapes && findRepeated(columns.map(({name}) => withoutFormula(name))) !== undefined) return undefined
  const cells = columns.map((column) => {
    const text = csvText(column)
    const cell = escapes && !isNumeric(column.type) ? withoutFormulaSql(text) : text
    return `${cell} AS ${identifier(escapes ? withoutFormula(column.name) : column.name)}`
  })
  const form = [
    'FORMAT csv',
    'HEADER true',
    `DELIMITER ${literal(delimiter)}`,
    `QUOTE '"'`,
    `ESCAPE '"'`,
    `NULLSTR ${literal(nullText)}`,
    ...(style === 'all' ? ['FORCE_QUOTE *'] : []),
  ]
  return {select: `SELECT ${commaList(cells)} FROM ${relation}`, form: form.join(', ')}
}

function withoutFormulaSql(text: string): string {
  return `CASE WHEN left(${text}, 1) IN (${commaList(formulaStarts.map(literal))}) THEN ${literal("'")} || ${text} ELSE ${text} END`
}
