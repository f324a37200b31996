import {createGzip} from 'node:zlib'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {resolve} from 'node:path'
import type {Column} from '../../model/dataset.js'
import type {CsvWriteOptions} from '../../model/table-files.js'
import {dataError, isDataPyError, reasonOf} from '../data-errors.js'
import type {DuckDataset} from '../duck-dataset.js'
import {commaList, identifier} from '../sql-text.js'
import {stageFile} from '../staged-file.js'
import type {Written} from '../written.js'
import {encoderOf, type Encoder} from './encoder.js'
import {NeedsQuotes, recordFormatter} from './format-record.js'
import {checkWriteOptions} from './write-options.js'

/** Writes a Dataset as CSV into a file that is staged beside its target; see `DataSession.writeCsv`. */
export async function writeCsv(dataset: DuckDataset, path: string, options: CsvWriteOptions): Promise<Written> {
  checkWriteOptions(options)
  const encoder = await encoderOf(options.encoding ?? 'utf-8')
  const target = resolve(path)
  const staged = await stageFile(target, options.if_exists ?? 'overwrite')
  try {
    const lines = new CsvLines(dataset, target, options, encoder)
    const isGzip = options.compression === 'gzip' || (options.compression === undefined && /\.gz$/i.test(path))
    const sink = async (bytes: AsyncIterable<Buffer>) => {
      for await (const part of bytes) await staged.handle.appendFile(part)
    }
    const source = Readable.from(lines.bytes(), {objectMode: false})
    await (isGzip ? pipeline(source, createGzip(), sink) : pipeline(source, sink))
    const {size} = await staged.handle.stat()
    await staged.seal()
    const written = {path: target, rows_written: lines.rows, columns_written: dataset.columns.length, file_size_bytes: size}
    return {staged, written}
  } catch (error) {
    await staged.discard()
    if (isDataPyError(error)) throw error
    throw dataError('output_unwritable', `cannot write ${target}: ${reasonOf(error)}`, {at: {file: target}, cause: error})
  }
}

/** The bytes of a CSV file, a few thousand rows at a time. */
class CsvLines {
  rows = 0

  constructor(
    private readonly dataset: DuckDataset,
    private readonly target: string,
    private readonly options: CsvWriteOptions,
    private readonly encoder: Encoder,
  ) {}

  async *bytes(): AsyncGenerator<Buffer> {
    const {columns, database, relation} = this.dataset
    if (this.encoder.mark.length > 0) yield this.encoder.mark
    const format = recordFormatter(
      this.options,
      columns.map(({type}) => !isNumeric(type)),
    )
    if (this.options.header !== false) {
      const header = recordFormatter({...this.options, escape_formulas: false}, [])
      yield this.#encoded(
        [
          this.#formatted(
            columns.map(({name}) => name),
            header,
            0,
          ),
        ],
        0,
      )
    }
    const texts = columns.map((column) => `${textOf(column)} AS ${identifier(column.name)}`)
    for await (const chunk of database.stream(
      `SELECT ${commaList(texts)} FROM ${relation}`,
      columns.map(({name}) => ({name, type: 'VARCHAR'})),
    )) {
      const lines: string[] = []
      for (let row = 0; row < chunk.rows; row += 1) {
        const cells = chunk.columns.map((column) => {
          const cell = column[row] ?? null
          return cell === null ? null : String(cell)
        })
        lines.push(this.#formatted(cells, format, this.rows + row + 1))
      }
      yield this.#encoded(lines, this.rows + 1)
      this.rows += chunk.rows
    }
  }

  #formatted(cells: readonly (string | null)[], format: (cells: readonly (string | null)[]) => string, row: number): string {
    try {
      return format(cells)
    } catch (error) {
      if (!(error instanceof NeedsQuotes)) throw error
      throw dataError(
        'csv_needs_quotes',
        `${this.#where(row, error.field)} needs quotes: ${JSON.stringify(cells[error.field]?.slice(0, 100))}`,
        {at: {file: this.target}, hint: 'leave quote_style at "needed", or choose a delimiter that is in no value'},
      )
    }
  }

  #encoded(lines: readonly string[], firstRow: number): Buffer {
    const text = lines.join('')
    if (this.encoder.canHold(text)) return this.encoder.encode(text)
    const index = lines.findIndex((line) => !this.encoder.canHold(line))
    const character = [...(lines[index] ?? '')].find((one) => !this.encoder.canHold(one)) ?? ''
    const field = lines[index]?.slice(0, lines[index].indexOf(character)).split(this.options.delimiter ?? ',').length ?? 1
    throw dataError(
      'csv_unencodable',
      `${this.#where(firstRow + index, field - 1)} has the character ${JSON.stringify(character)}, which ${this.options.encoding ?? 'utf-8'} cannot hold`,
      {at: {file: this.target}, hint: 'write utf-8, or replace the character first'},
    )
  }

  #where(row: number, field: number): string {
    const name = this.dataset.columns[field]?.name ?? ''
    return row === 0 ? `the name of column "${name}"` : `row ${String(row)}, column "${name}"`
  }
}

function isNumeric(type: string): boolean {
  return /INT$|^INTEGER$|^DECIMAL|^DOUBLE$|^FLOAT$|^BIGNUM$/.test(type)
}

/** A column's value as it is written: as DuckDB casts it to text, nested values as JSON, zoned timestamps with a Z. */
function textOf({name, type}: Column): string {
  const column = identifier(name)
  if (type === 'VARCHAR') return column
  if (type === 'TIMESTAMP WITH TIME ZONE') return `replace(CAST(${column} AS VARCHAR), '+00', 'Z')`
  if (/[[(]/.test(type) && !/^(DECIMAL|ENUM)\(/.test(type)) return `CAST(to_json(${column}) AS VARCHAR)`
  return `CAST(${column} AS VARCHAR)`
}
