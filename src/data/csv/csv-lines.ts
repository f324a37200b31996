import type {CsvWriteOptions} from '../../model/table-files.js'
import {dataError} from '../data-errors.js'
import type {DuckDataset} from '../duck-dataset.js'
import {commaList, identifier} from '../sql-text.js'
import {csvText, isNumeric} from './csv-text.js'
import type {Encoder} from './encoder.js'
import {NeedsQuotes, recordFormatter} from './format-record.js'

/** The bytes of a CSV file, a few thousand rows at a time. */
export class CsvLines {
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
      const header = recordFormatter(this.options, [])
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
    const texts = columns.map((column) => `${csvText(column)} AS ${identifier(column.name)}`)
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
      const cell = cells[error.field] ?? ''
      throw dataError(
        'csv_needs_quotes',
        `${this.#where(row, error.field)} needs quotes: ${JSON.stringify(cell.length > 100 ? `${cell.slice(0, 100)}…` : cell)}`,
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
