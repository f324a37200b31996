import type {CsvReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'
import {mostColumns} from '../column-names.js'
import {CsvFile} from './csv-file.js'
import type {Dialect} from './dialect.js'
import {engineScan} from './engine-scan.js'
import {checkSameColumns} from './header.js'
import {plainText} from './plain-text.js'
import {dialectBytes} from './scan-record.js'

/** Files that the engine may read: something that stands after FROM, with the text of their fields as c0, c1 …. */
export interface FastChoice {
  readonly kind: 'fast'
  /** What the engine reads: the files, or copies of them. */
  readonly files: readonly string[]
  readonly scan: string
  /** The columns of the files, in the order of their fields. */
  readonly names: readonly string[]
  readonly warnings: readonly Problem[]
  /** Whether their fields are known to begin and end with no white space but blanks. */
  readonly hasOnlyBlanks: boolean
}

export type ReaderChoice = FastChoice | {readonly kind: 'exact'; readonly reason: string}

/** So few rows are read faster by the reader that stops after them than by looking through a file as a whole. */
const fewRows = 100_000

/** Decides which reader reads the files: the engine's only where it is certain to give what the exact one gives. */
export async function chooseReader(
  database: Database,
  files: readonly string[],
  options: CsvReadOptions,
  dialect: Dialect,
): Promise<ReaderChoice> {
  const exact = (reason: string) => ({kind: 'exact', reason}) as const
  const reason = reasonInOptions(options, dialect)
  if (reason !== undefined) return exact(reason)

  const texts: {file: string; hasQuotedNulls: boolean; hasOnlyBlanks: boolean; names: readonly string[]; linesBefore: number}[] =
    []
  const nullValues = options.null_values ?? ['']
  const warnings: Problem[] = []
  for (const file of files) {
    const csv = await CsvFile.open(file, options, dialect)
    await csv.close()
    const {linesBefore, header} = csv
    if (linesBefore === undefined) return exact(`the header of ${file} goes over several lines`)
    const {names} = header
    if (names.length > mostColumns) return exact(`${file} has more than ${String(mostColumns)} columns`)
    const form = {encoding: options.encoding ?? 'utf-8', dialect: dialectBytes(dialect), nullValues, width: names.length}
    const text = await plainText(database, file, form)
    if (text.kind === 'unfit') return exact(`${file} ${text.reason}`)
    texts.push({...text, names, linesBefore})
    warnings.push(...header.warnings)
    checkSameColumns({names, file}, {names: texts[0]?.names ?? [], file: files[0] ?? ''})
  }
  const [first] = texts
  if (first === undefined) return exact('there is no file')
  if (first.names.length < 2) return exact('there is one column, in which an empty line is a row')
  if (texts.some(({linesBefore}) => linesBefore !== first.linesBefore))
    return exact('the rows do not begin on the same line in all files')
  const {linesBefore: skip, names} = first
  const hasQuotedNulls = texts.some((text) => text.hasQuotedNulls)
  const paths = texts.map(({file}) => file)
  const scan = engineScan({files: paths, dialect, skip, nullValues, hasQuotedNulls, width: names.length})
  return {kind: 'fast', files: paths, scan, names, warnings, hasOnlyBlanks: texts.every((text) => text.hasOnlyBlanks)}
}

function reasonInOptions({reader, max_rows: most, null_values: nulls}: CsvReadOptions, dialect: Dialect): string | undefined {
  const {delimiter, quote, escape} = dialect
  if (reader === 'exact') return 'that is what "reader" says'
  if (most !== undefined && most <= fewRows && reader !== 'fast') return 'few rows are to be read'
  if ([delimiter, quote, escape].some((mark) => mark !== undefined && Buffer.byteLength(mark) > 1))
    return 'the delimiter, the quote or the escape is longer than one byte'
  if (nulls?.some((text) => [delimiter, quote, escape].some((mark) => mark !== undefined && text.includes(mark))))
    return 'a null value holds the delimiter, the quote or the escape'
  return undefined
}
