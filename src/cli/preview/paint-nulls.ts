import {nullText} from './value-text.js'

const cell = new RegExp(`(?<=│ *)${nullText}(?= *│)`, 'g')
/** Where the rows of a drawn table begin. */
const rule = '├'

/** A drawn table with its nulls dimmed. Text that reads like null stands in quotes, so what looks like one is one. */
export function paintNulls(table: string): string {
  const start = Math.max(0, table.indexOf(rule))
  return table.slice(0, start) + table.slice(start).replaceAll(cell, `\u001B[2m${nullText}\u001B[22m`)
}
