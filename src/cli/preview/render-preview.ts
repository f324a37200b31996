import {columnKind} from '../../data/profile/column-kind.js'
import type {JsonValue} from '../../model/json.js'
import type {PreviewDocument} from '../../sdk/preview.js'
import {renderTable, type TableOptions} from '../render/table.js'
import {paintNulls} from './paint-nulls.js'
import {amountText, countText, cutText, valueText} from './value-text.js'
import {visibleText} from './visible-text.js'

/** A column gets no narrower than this on a terminal; what then has no room is left out and told. */
const leastWidth = 9

/** No terminal is as wide as this, and measuring text takes long. */
const widestCell = 1000

export interface ShownPreview {
  readonly table: string
  /** How much of it is shown: `10 of 1,234 rows · 9 columns`. */
  readonly summary: string
}

/** The first rows as a table. On a terminal it fits; without one, all is there, separated by tabs, names and types above. */
export function renderPreview(document: PreviewDocument, options: TableOptions & {readonly color: boolean}): ShownPreview {
  const {columns, rows} = document
  const fitting = options.terminal ? Math.max(1, Math.floor(((options.width ?? 80) - 1) / (leastWidth + 3))) : columns.length
  const shown = columns.slice(0, fitsWhole(document, options) ? columns.length : fitting)
  const header = shown.map(({name, type}) => ({
    name: visibleText(name),
    type: visibleText(type),
    align: /^(number|floating)$/.test(columnKind(type)) ? ('right' as const) : ('left' as const),
  }))
  const text = (value: JsonValue, type: string) =>
    options.terminal ? cutText(valueText(value, type), widestCell) : valueText(value, type)
  const cells = rows.map((row) => shown.map(({type}, index) => text(row[index] ?? null, type)))
  const types = options.terminal ? [] : [header.map(({type}) => type)]
  const table = renderTable(header, [...types, ...cells], options)
  return {table: options.color ? paintNulls(table) : table, summary: summaryOf(document, shown.length)}
}

/** Whether all columns fit at the width that they would like. */
function fitsWhole({columns, rows}: PreviewDocument, {width = 80}: TableOptions): boolean {
  let room = width - 1
  for (const [index, {name, type}] of columns.entries()) {
    const longest = Math.max(...[name, type, ...rows.map((row) => valueText(row[index] ?? null))].map((text) => text.length))
    room -= Math.min(longest, leastWidth) + 3
    if (room < 0) return false
  }
  return true
}

function summaryOf(
  {columns, rows_shown: shown, rows_total: total, rows_rejected: rejected, ...document}: PreviewDocument,
  columnsShown: number,
): string {
  const rows =
    total === null
      ? `the first ${amountText(shown, 'row')}`
      : total === shown
        ? amountText(shown, 'row')
        : `${countText(shown)} of ${amountText(total, 'row')}`
  return [
    rows,
    columnsShown === columns.length
      ? amountText(columns.length, 'column')
      : `${countText(columnsShown)} of ${amountText(columns.length, 'column')} (--columns picks others)`,
    ...(document.types_of === 'first_rows' ? ['types of the first rows'] : []),
    ...(rejected === 0 ? [] : [`${amountText(rejected, 'row')} left out`]),
  ].join(' · ')
}
