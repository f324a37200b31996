import type {ProfileDocument} from '../../sdk/profile.js'
import {renderTable, type TableOptions} from '../render/table.js'
import {amountText, countText, cutText, valueText} from './value-text.js'
import {visibleText} from './visible-text.js'

type ColumnOfDocument = ProfileDocument['columns'][number]

interface Fact {
  readonly name: string
  readonly align?: 'right'
  /** How wide it would like to be at most; a wider terminal gives it more. */
  readonly wish: number
  text(column: ColumnOfDocument): string
}

const facts: readonly Fact[] = [
  {name: 'COLUMN', wish: 24, text: ({name}) => visibleText(name)},
  {name: 'TYPE', wish: 13, text: ({type}) => visibleText(type)},
  {
    name: 'NULLS',
    align: 'right',
    wish: 14,
    text: ({nulls, null_share: share}) => (nulls === 0 ? '0' : `${countText(nulls)} (${shareText(share)})`),
  },
  {
    name: 'DISTINCT',
    align: 'right',
    wish: 14,
    text: ({distinct, is_unique: isUnique}) => `${countText(distinct)}${isUnique ? ' (all)' : ''}`,
  },
  {name: 'MIN', wish: 12, text: ({min, type}) => (min === null ? '' : shortText(valueText(min, type)))},
  {name: 'MAX', wish: 12, text: ({max, type}) => (max === null ? '' : shortText(valueText(max, type)))},
  {name: 'MEAN', align: 'right', wish: 10, text: ({mean}) => (mean === null ? '' : meanText(mean))},
  {
    name: 'LENGTH',
    align: 'right',
    wish: 8,
    text: ({min_length: least, max_length: most}) =>
      least === null ? '' : least === most ? String(least) : `${String(least)}–${String(most)}`,
  },
  {name: 'TOP VALUES', wish: 24, text: topText},
]

/** What goes first where a terminal has no room for all. */
const dispensable = ['LENGTH', 'TOP VALUES', 'MEAN']

export interface ShownProfile {
  /** The table of columns, and below it what is worth a second look. */
  readonly text: string
  /** `1,234 rows · 9 columns`. */
  readonly summary: string
}

/** A profile as one table, a line for each column, and a line for each finding. */
export function renderProfile(document: ProfileDocument, options: TableOptions): ShownProfile {
  const shown = options.terminal ? factsThatFit(document, options.width ?? 80) : facts
  const rows = document.columns.map((column) => shown.map((fact) => fact.text(column)))
  const rejected = document.rows_rejected
  return {
    text: [renderTable(shown, rows, options), ...findingLines(document)].join('\n'),
    summary: [
      amountText(document.rows, 'row'),
      amountText(document.columns.length, 'column'),
      ...(rejected === 0 ? [] : [`${amountText(rejected, 'row')} left out`]),
    ].join(' · '),
  }
}

/** Facts that say something here, less those for which there is no room. */
function factsThatFit({columns}: ProfileDocument, width: number): readonly Fact[] {
  const widths = new Map(
    facts.map(({name, wish, text}) => [name, Math.min(wish, Math.max(0, ...columns.map((column) => [...text(column)].length)))]),
  )
  let left = facts.filter(({name}) => columns.length === 0 || (widths.get(name) ?? 0) > 0)
  for (const name of dispensable) {
    const room = left.reduce((sum, fact) => sum + Math.max(fact.name.length, widths.get(fact.name) ?? 0) + 3, 1)
    if (room > width) left = left.filter((fact) => fact.name !== name)
  }
  return left
}

/** Values that are each there once are no top ones. */
function topText({type, is_unique: isUnique, top_values: top}: ColumnOfDocument): string {
  return isUnique ? '' : top.map(({value, count}) => `${shortText(valueText(value, type))} ×${countText(count)}`).join(', ')
}

function findingLines({findings}: ProfileDocument): readonly string[] {
  if (findings.length === 0) return []
  const widest = Math.min(30, Math.max(...findings.map(({column}) => visibleText(column).length)))
  return [
    '',
    'Worth a look:',
    ...findings.map(({column, code, message, example}) => {
      const such = example === undefined ? '' : `, e.g. ${quoted(valueText(example))}`
      return `  ${visibleText(column).padEnd(widest)}  ${message}${such} [${code}]`
    }),
  ]
}

function quoted(text: string): string {
  return text.startsWith('"') ? text : `"${text}"`
}

/** Enough of a value to know it by. */
function shortText(text: string): string {
  return cutText(text, 24)
}

/** A share that is not nothing is never shown as nothing, and one that is not all never as all. */
function shareText(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %'
  if (share < 1 && share > 0.999) return '>99.9 %'
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`
}

function meanText(mean: number): string {
  return Math.abs(mean) >= 1e15
    ? mean.toExponential(4)
    : mean.toLocaleString('en-US', {maximumSignificantDigits: 6, useGrouping: false})
}
