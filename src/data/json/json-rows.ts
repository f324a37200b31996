import {dataError, isDataPyError} from '../data-errors.js'
import type {DuckDataset} from '../duck-dataset.js'
import {commaList, identifier, literal} from '../sql-text.js'
import {jsonCell, notFinite} from './json-cell.js'

/** SQL of a row's JSON text, keys in the order of the columns. */
function rowText({columns}: DuckDataset): string {
  const members = columns.map(
    ({name, type}, index) =>
      `${literal(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`)}, ${jsonCell(identifier(name), type)}`,
  )
  return `concat('{', ${commaList(members)}, '}')`
}

/** The bytes of a JSON file, a few thousand rows at a time, in the order of the rows. */
export class JsonRows {
  rows = 0

  constructor(
    private readonly dataset: DuckDataset,
    private readonly target: string,
    private readonly isArray: boolean,
  ) {}

  async *bytes(): AsyncGenerator<Buffer> {
    try {
      yield* this.#lines()
    } catch (error) {
      throw isDataPyError(error) && error.message.includes(notFinite) ? await this.#placed(error) : error
    }
  }

  async *#lines(): AsyncGenerator<Buffer> {
    const {relation, database} = this.dataset
    if (this.isArray) yield Buffer.from('[\n')
    const column = {name: 'line', type: 'VARCHAR'}
    for await (const chunk of database.stream(`SELECT ${rowText(this.dataset)} AS line FROM ${relation}`, [column])) {
      const text = (chunk.columns[0] ?? []).join(this.isArray ? ',\n' : '\n')
      const before = this.isArray && this.rows > 0 ? ',\n' : ''
      this.rows += chunk.rows
      yield Buffer.from(this.isArray ? before + text : `${text}\n`)
    }
    if (this.isArray) yield Buffer.from(this.rows > 0 ? '\n]\n' : ']\n')
  }

  /** Says where the first number stands that is not finite. */
  async #placed(cause: Error): Promise<Error> {
    const {columns, relation, database} = this.dataset
    const numbers = columns.filter(({type}) => type === 'DOUBLE' || type === 'FLOAT')
    const found = numbers.map(({name}) => `NOT isfinite(${identifier(name)})`)
    const [row] =
      found.length === 0
        ? []
        : await database.rows(
            `SELECT * FROM (SELECT row_number() OVER () AS row, CASE ${found.map((condition, index) => `WHEN ${condition} THEN ${String(index)}`).join(' ')} END AS number FROM ${relation}) WHERE number IS NOT NULL LIMIT 1`,
          )
    const where = row === undefined ? 'a nested value' : `row ${String(row[0])}, column "${numbers[Number(row[1])]?.name ?? ''}"`
    return dataError(
      'json_unwritable_value',
      `${where} holds a number that is not finite (NaN or infinity), which JSON does not have`,
      {
        at: {file: this.target},
        hint: 'make it null first: CASE WHEN isfinite(x) THEN x END',
        cause,
      },
    )
  }
}
