const form = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(Z|\+00:00)?)?$/
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

type DateType = 'DATE' | 'TIMESTAMP' | 'TIMESTAMP WITH TIME ZONE'

/** Finds out whether all texts of a column are dates of ISO 8601, or timestamps, or timestamps of UTC. */
export class DateColumn {
  #type: DateType | undefined
  #isText = false

  observe(text: string): void {
    if (this.#isText) return
    const type = typeOf(text)
    if (type === undefined || (this.#type !== undefined && this.#type !== type)) this.#isText = true
    this.#type = type
  }

  /** VARCHAR where they are any other texts. */
  type(): DateType | 'VARCHAR' {
    return this.#isText ? 'VARCHAR' : (this.#type ?? 'VARCHAR')
  }
}

function typeOf(text: string): DateType | undefined {
  const found = form.exec(text)
  if (found === null) return undefined
  const [, year, month, day] = found.map(Number)
  if (!isDay(year ?? 0, month ?? 0, day ?? 0)) return undefined
  if (found[4] === undefined) return 'DATE'
  return found[5] === undefined ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE'
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0)
  return year > 0 && day > 0 && day <= days
}
