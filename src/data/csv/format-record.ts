import type {CsvWriteOptions} from '../../model/table-files.js'

/** What keeps a value from being written: quotes are switched off and it needs them. */
export class NeedsQuotes extends Error {
  constructor(readonly field: number) {
    super('needs quotes')
  }
}

/** First characters of text that a spreadsheet may run as a formula: OWASP's list, with the full-width forms of the signs. */
export const formulaStarts: readonly string[] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

/** A text that no spreadsheet takes for a formula. */
export function withoutFormula(text: string): string {
  return formulaStarts.includes(text.charAt(0)) ? `'${text}` : text
}

/**
 * Makes the function that writes one record, line ending included. csv-stringify cannot tell null from an empty text,
 * so the rules are our own: null is `null_value` without quotes; a text that would be read as null, or that holds the delimiter,
 * a quote or a line break, or #, which some readers take for a comment, is quoted, its quotes doubled. `isText` says of each column whether its values may be formulas.
 */
export function recordFormatter(
  options: CsvWriteOptions,
  isText: readonly boolean[],
): (cells: readonly (string | null)[]) => string {
  const {
    delimiter = ',',
    quote_style: style = 'needed',
    null_value: nullText = '',
    line_ending: ending = '\n',
    escape_formulas: escapes = false,
  } = options
  // Any character of a long delimiter: one at a value's end would run together with the delimiter that follows.
  const special = new RegExp(`["\\r\\n\\u{FEFF}${delimiter.replaceAll(/[\\\]^-]/g, String.raw`\$&`)}]`, 'u')
  const field = (cell: string | null, index: number) => {
    if (cell === null) return nullText
    const text = escapes && isText[index] !== false ? withoutFormula(cell) : cell
    const needs = text === nullText || special.test(text)
    if (needs && style === 'none') throw new NeedsQuotes(index)
    return needs || style === 'all' || (style === 'needed' && text.includes('#')) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return (cells) => cells.map(field).join(delimiter) + ending
}
