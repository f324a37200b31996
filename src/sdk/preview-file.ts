import {guessDialect} from '../data/profile/guess-dialect.js'
import type {SourceFormat} from '../data/profile/source-format.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {DataSession} from '../model/data-session.js'
import type {Dataset} from '../model/dataset.js'
import type {Problem} from '../model/problem.js'
import type {CsvReadOptions, TableRead} from '../model/table-files.js'

/** What to look at, and how to read it. */
export interface SourceOptions {
  /** A step of the job that the source is. */
  readonly step?: string | undefined
  /** Which of its ports; default `data`. */
  readonly port?: string | undefined
  readonly columns?: readonly string[] | undefined
  /** Read no more rows than this. */
  readonly maxRows?: number
  /** CSV: default guessed from the first lines. */
  readonly delimiter?: string | undefined
  readonly encoding?: string | undefined
  readonly quote?: string | undefined
  readonly header?: boolean
  readonly skipRows?: number | undefined
  /** JSON: where in the document the rows stand. */
  readonly pointer?: string | undefined
}

/** What was read of a file. */
export interface FileRead {
  readonly dataset: Dataset
  readonly rows: number | undefined
  readonly rejected: number
  readonly warnings: readonly Problem[]
  readonly notes: readonly string[]
}

/** Rows that cannot be read are left out and counted; so many of them are told of one by one. */
const rejectsTold = 5

/** Reads files in one of the formats that the session knows. */
export async function readSourceFile(
  data: DataSession,
  files: readonly string[],
  format: Exclude<SourceFormat, 'excel'>,
  options: SourceOptions,
): Promise<FileRead> {
  if (format === 'parquet') {
    const {data: dataset, warnings} = await data.readParquet(files)
    return {dataset, rows: dataset.knownCount ?? (await dataset.count()), rejected: 0, warnings, notes: []}
  }
  const limit = options.maxRows === undefined ? {} : {max_rows: options.maxRows}
  if (format === 'json') {
    const pointer = options.pointer === undefined ? {} : {pointer: options.pointer}
    return await told(await data.readJson(files, {...limit, ...pointer, on_bad_row: 'collect'}), options, [])
  }
  const {quote, skipRows, header = true, encoding} = options
  const guessed = await guessDialect(files[0] ?? '', {
    encoding,
    ...(quote !== undefined && {quote}),
    ...(skipRows !== undefined && {skipRows}),
  })
  const csv: CsvReadOptions = {
    ...limit,
    delimiter: options.delimiter ?? guessed.delimiter,
    header,
    on_bad_row: 'collect',
    ...(quote !== undefined && {quote}),
    ...(skipRows !== undefined && {skip_rows: skipRows}),
    ...(encoding !== undefined ? {encoding} : guessed.encoding !== undefined && {encoding: guessed.encoding}),
  }
  return await told(await data.readCsv(files, csv), options, [
    ...(guessed.encoding === undefined
      ? []
      : [`encoding ${guessed.encoding}, by its byte order mark (--encoding says otherwise)`]),
    ...(options.delimiter !== undefined || guessed.delimiter === ','
      ? []
      : [`delimiter ${JSON.stringify(guessed.delimiter)}, guessed from the first lines (--delimiter says otherwise)`]),
  ])
}

async function told(read: TableRead, {maxRows = Infinity}: SourceOptions, notes: readonly string[]): Promise<FileRead> {
  const {data: dataset, rejected, rows_read: rowsRead, rows_rejected: bad, warnings} = read
  const known = rowsRead ?? (await dataset.count()) + bad
  return {
    dataset,
    rows: known < maxRows ? known - bad : undefined,
    rejected: bad,
    warnings: [...warnings, ...(bad === 0 ? [] : await rejectProblems(rejected, bad))],
    notes,
  }
}

async function rejectProblems(rejected: Dataset, bad: number): Promise<readonly Problem[]> {
  const problems = (await rejected.rows({limit: rejectsTold})).map(({file, line, column, code, reason}) => ({
    code: typeof code === 'string' ? code : 'csv_bad_row',
    message: String(reason),
    at: {
      file: String(file),
      ...(typeof line === 'number' && {line}),
      ...(typeof column === 'number' && {column}),
    },
  }))
  const more = bad - problems.length
  return more === 0 ? problems : [...problems, problem('csv_bad_row', `${String(more)} more rows cannot be read`)]
}

/** Refuses options of one format for another, since passing over them would be a lie. */
export function checkReadingOptions(format: SourceFormat | 'step', options: SourceOptions): void {
  const {delimiter, encoding, quote, skipRows, header = true, pointer} = options
  const ofCsv = {
    '--delimiter': delimiter !== undefined,
    '--encoding': encoding !== undefined,
    '--quote': quote !== undefined,
    '--skip-rows': skipRows !== undefined,
    '--no-header': !header,
  }
  const given = {...(format !== 'csv' && ofCsv), ...(format !== 'json' && {'--pointer': pointer !== undefined})}
  const flags = Object.entries(given).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []))
  if (flags.length === 0) return
  const what = format === 'step' ? 'a step of a job' : `a file of format ${format}`
  throw new DataPyError(flags.map((flag) => problem('usage', `${flag} says nothing about ${what}`, {hint: `leave ${flag} out`})))
}
