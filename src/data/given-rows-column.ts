import {ColumnLane} from './column-lane.js'
import {fitsSql} from './column-types.js'
import type {Database} from './database.js'
import {kindOf} from './js-kinds.js'
import {addText, describe, misfit, type Cast, type RowsColumn, textIn} from './rows-column.js'

/** A column whose type is given: its values go into the engine as text and are held against it there. */
export class GivenRowsColumn implements RowsColumn {
  readonly lane = new ColumnLane()
  readonly laneType = 'text'
  readonly #name: string
  readonly #type: string

  constructor(name: string, type: string) {
    this.#name = name
    this.#type = type
  }

  add(value: unknown, row: number): number {
    const kind = kindOf(value)
    if (kind === undefined) throw misfit(this.#name, row, `is ${describe(value)}, which a Dataset cannot hold`)
    if (kind !== null) return addText(this.lane, textIn(value, kind, this.#name, row), this.#name, row)
    this.lane.addNull()
    return 0
  }

  async cast(database: Database, cell: string, source: string): Promise<Cast> {
    if (this.#type === 'VARCHAR') return (value) => value
    if (this.#type === 'BLOB') return (value) => `unhex(${value})`
    if (/[[(]/.test(this.#type) && !this.#type.startsWith('DECIMAL'))
      return (value) => `CAST(CAST(${value} AS JSON) AS ${this.#type})`
    const [bad] = await database.rows(
      `SELECT row, ${cell} FROM (SELECT row_number() OVER () AS row, ${cell} FROM ${source})
      WHERE ${cell} IS NOT NULL AND NOT ${fitsSql(cell, this.#type)} LIMIT 1`,
    )
    if (bad === undefined) return (value) => `CAST(trim(${value}) AS ${this.#type})`
    const value = String(bad[1])
    const text = JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value)
    throw misfit(this.#name, Number(bad[0]), `is ${text}, which is no ${this.#type}`)
  }
}
