import type {Cell} from '../../model/dataset.js'
import type {FindingCode, ProfileFinding} from './column-profile.js'
import type {ColumnKind} from './column-kind.js'
import type {Measures} from './measure-column.js'

/** From this share of a column's values on, what they look like is taken for what they are meant to be. */
const mostOf = 0.8
/** From this share on, values that are there twice are taken for mistakes. */
const almostAll = 0.99
const fewestRows = 20
/** Longer text is no key. */
const longestKey = 64

/** What is worth a second look in a column, by its measures. */
export function findingsOf(
  column: {readonly name: string; readonly type: string; readonly kind: ColumnKind},
  measures: Measures,
  rows: number,
): readonly ProfileFinding[] {
  const number = (key: string) => Number(measures[key] ?? 0)
  const found: ProfileFinding[] = []
  const tell = (code: FindingCode, count: number, message: string, example: Cell = null) =>
    found.push({code, column: column.name, message, count, ...(example !== null && {example})})

  const [filled, distinct] = [number('filled'), number('distinct_values')]
  if (rows > 0 && filled === 0) tell('all_null', rows, 'every value is null')
  if (filled > 1 && distinct === 1) {
    const beside = filled < rows ? `, beside ${amount(rows - filled, 'null')}` : ''
    tell('constant', filled, `one value only${beside}`, firstTop(measures))
  }
  if (number('not_finite') > 0)
    tell('not_finite', number('not_finite'), `${amount(number('not_finite'), 'value')} not finite (NaN or infinite)`)
  if (isNearKey(column, measures, {filled, distinct, rows}))
    tell(
      'nearly_unique',
      number('repeated'),
      `all but a few values are there once: ${amount(number('repeated'), 'row')} share a value with another`,
      firstTop(measures),
    )
  if (column.kind !== 'text') return found

  const texts = filled - number('blank')
  if (number('blank') > 0) tell('blank_text', number('blank'), `${amount(number('blank'), 'value')} empty or blank, and not null`)
  if (number('surrounded') > 0)
    tell(
      'surrounding_blanks',
      number('surrounded'),
      `${amount(number('surrounded'), 'value')} with white space at an end`,
      measures['surrounded_example'],
    )
  if (number('null_words') > 0)
    tell(
      'null_words',
      number('null_words'),
      `${amount(number('null_words'), 'value')} that may stand for a missing one (null_values makes them null)`,
      measures['null_words_example'],
    )
  const [numbers, dates, zeros] = [number('numbers'), number('dates'), number('leading_zeros')]
  const looksLike = (count: number) => texts > 0 && count >= mostOf * texts
  if (looksLike(numbers) && zeros > 0)
    tell(
      'leading_zeros',
      zeros,
      `${amount(zeros, 'value')} with leading zeros, lost if read as numbers`,
      measures['leading_zeros_example'],
    )
  if (looksLike(numbers) && numbers < texts)
    tell('mixed_types', texts - numbers, mixed('numbers', numbers, texts), measures['numbers_misfit'])
  if (looksLike(numbers) && numbers === texts && zeros === 0)
    tell('text_of_numbers', numbers, `text, and every value is a number${range(measures)} (types, or cast, make it one)`)
  if (looksLike(dates) && dates < texts)
    tell('mixed_types', texts - dates, mixed('dates', dates, texts), measures['dates_misfit'])
  if (looksLike(dates) && dates === texts)
    tell('text_of_dates', dates, 'text, and every value is a date or a time', firstTop(measures))
  return found
}

function isNearKey(
  {type, kind}: {readonly type: string; readonly kind: ColumnKind},
  measures: Measures,
  {filled, distinct, rows}: {readonly filled: number; readonly distinct: number; readonly rows: number},
): boolean {
  const isKeyText =
    kind === 'text' && Number(measures['max_length']) <= longestKey && Number(measures['numbers']) < mostOf * filled
  const canBeKey = isKeyText || (kind === 'number' && !type.startsWith('DECIMAL'))
  return canBeKey && rows >= fewestRows && filled === rows && distinct < rows && distinct >= almostAll * rows
}

function range({number_least: least, number_greatest: greatest}: Measures): string {
  return typeof least === 'number' && typeof greatest === 'number' ? `, ${String(least)} to ${String(greatest)}` : ''
}

function mixed(what: string, fitting: number, all: number): string {
  const share = Math.min(99.9, Math.round((fitting / all) * 1000) / 10)
  return `${String(share)} % of the values are ${what}; ${amount(all - fitting, 'value')} not`
}

function firstTop({top_values: top}: Measures): Cell {
  const first: unknown = Array.isArray(top) ? top[0] : undefined
  return isTop(first) ? first.value : null
}

function isTop(value: unknown): value is {readonly value: Cell} {
  return typeof value === 'object' && value !== null && 'value' in value
}

/** A count with its noun. */
function amount(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
