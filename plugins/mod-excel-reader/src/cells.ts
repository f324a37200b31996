/** What a cell of a sheet holds; a date is in UTC, since Excel's dates have no zone. */
export type Cell = boolean | number | string | Date | null

export type Kind = 'boolean' | 'date' | 'integer' | 'number' | 'text' | 'time' | 'timestamp'

/** The day that Excel gives to a time without a day. */
const timeDay = '1899-12-30'

/** Of a time, Excel's number is a fraction of a day, and read back a millisecond short of a whole second now and then. */
function exactly(date: Date): Date {
  return date.getTime() % 1000 === 999 || date.getTime() % 1000 === -1 ? new Date(date.getTime() + 1) : date
}

/** The kind of a cell that is not empty. */
export function kindOf(cell: NonNullable<Cell>): Kind {
  if (typeof cell === 'string') return 'text'
  if (typeof cell === 'boolean') return 'boolean'
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? 'integer' : 'number'
  const text = exactly(cell).toISOString()
  if (text.startsWith(timeDay)) return 'time'
  return text.endsWith('T00:00:00.000Z') ? 'date' : 'timestamp'
}

/** A cell as text: numbers with all of their digits and no exponent, TRUE or FALSE, dates as ISO 8601 has them. */
export function textOf(cell: NonNullable<Cell>): string {
  if (typeof cell === 'number') return digitsOf(cell)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  if (typeof cell === 'string') return cell
  const [day = '', time = ''] = exactly(cell).toISOString().slice(0, -1).split('T')
  const shown = time.endsWith('.000') ? time.slice(0, -4) : time
  const kind = kindOf(cell)
  return kind === 'time' ? shown : kind === 'date' ? day : `${day} ${shown}`
}

/** A number without an exponent. JavaScript writes one from 1e21 and to 1e-7. */
function digitsOf(value: number): string {
  const [, sign = '', whole = '', fraction = '', power] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? []
  if (power === undefined) return String(value)
  const before = 1 + Number(power)
  return before > 0 ? `${sign}${(whole + fraction).padEnd(before, '0')}` : `${sign}0.${'0'.repeat(-before)}${whole}${fraction}`
}
