import {visibleText} from '../preview/visible-text.js'

export interface TableColumn {
  readonly name: string
  /** Shown under the name, on a terminal. */
  readonly type?: string
  /** Default left; numbers go right. */
  readonly align?: 'left' | 'right'
  /** What does not fit a terminal: a name is kept as long as other columns can give way, a text goes on in lines below. */
  readonly fit?: 'cut' | 'keep' | 'wrap'
}

export interface TableOptions {
  /** Whether a person looks at it: then it is drawn in boxes, else written as tab-separated lines. */
  readonly terminal: boolean
  /** Columns of the terminal; the widest cells are cut to fit. Default no limit. */
  readonly width?: number | undefined
}

/** A table as text, its header first. Control characters in cells become spaces, marks that turn text are shown: data cannot steer the terminal. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  {terminal, width}: TableOptions,
): string {
  const cells = rows.map((row) => columns.map((_, index) => clean(row[index] ?? '')))
  const names = columns.map(({name}) => clean(name))
  if (!terminal) return [names, ...cells].map((row) => row.join('\t')).join('\n')
  const types = columns.map(({type}) => clean(type ?? ''))
  const headers = types.some((type) => type !== '') ? [names, types] : [names]
  const natural = columns.map((_, index) => Math.max(...[...headers, ...cells].map((row) => displayWidth(row[index] ?? ''))))
  const kept = columns.map(({fit}) => fit === 'keep')
  const widths = fitted(natural, width, kept)
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((one) => '─'.repeat(one + 2)).join(middle) + right
  const line = (row: readonly string[]) =>
    `│${row.map((cell, index) => ` ${padded(cell, widths[index] ?? 0, columns[index]?.align)} `).join('│')}│`
  const lines = (row: readonly string[]) => {
    const parts = row.map((cell, index) => (columns[index]?.fit === 'wrap' ? wrapped(cell, widths[index] ?? 0) : [cell]))
    const height = Math.max(...parts.map(({length}) => length))
    return Array.from({length: height}, (_, at) => line(parts.map((part) => part[at] ?? '')))
  }
  return [rule('┌', '┬', '┐'), ...headers.map(line), rule('├', '┼', '┤'), ...cells.flatMap(lines), rule('└', '┴', '┘')].join('\n')
}

function clean(cell: string): string {
  return visibleText(cell.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
}

/**
 * Takes from the widest columns until the table fits, from those that are kept after all others. No column gets narrower
 * than its share of a narrow terminal, or than a few characters for the sake of one that is kept.
 */
function fitted(natural: readonly number[], width: number | undefined, kept: readonly boolean[]): readonly number[] {
  if (width === undefined) return natural
  const widths = [...natural]
  const room = width - 3 * natural.length - 1
  const least = Math.max(4, Math.floor(room / natural.length))
  const freeLeast = kept.includes(true) ? Math.min(8, least) : least
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0;) {
    const free = widths.map((one, index) => (kept[index] === true || one <= freeLeast ? 0 : one))
    const [giving, floor] = Math.max(...free) > 0 ? [free, freeLeast] : [widths, least]
    const widest = Math.max(...giving)
    if (widest <= floor) break
    const index = giving.indexOf(widest)
    const next = Math.max(floor, ...giving.filter((one) => one < widest))
    const cut = Math.min(over, Math.max(1, widest - next))
    widths[index] = widest - cut
    over -= cut
  }
  return widths
}

/** A text in lines of at most this width, broken between words where it can be. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(`${line} ${word}`) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].flatMap((one) => broken(one, width))
}

/** A line that is a single word too long, in pieces. */
function broken(line: string, width: number): readonly string[] {
  if (displayWidth(line) <= width) return [line]
  const pieces = ['']
  for (const segment of graphemes(line)) {
    const last = pieces.at(-1) ?? ''
    if (last !== '' && displayWidth(last + segment) > width) pieces.push(segment)
    else pieces[pieces.length - 1] = last + segment
  }
  return pieces
}

function padded(cell: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = displayWidth(cell) > width ? cut(cell, width) : cell
  const space = ' '.repeat(Math.max(0, width - displayWidth(shown)))
  return align === 'right' ? space + shown : shown + space
}

function cut(cell: string, width: number): string {
  let shown = ''
  for (const segment of graphemes(cell)) {
    if (displayWidth(shown + segment) > width - 1) break
    shown += segment
  }
  return `${shown}…`
}

/** What a reader takes for one character, each. */
function graphemes(text: string): readonly string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment)
}

/** What terminals draw two cells wide: East Asian wide and full-width characters, and pictures. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u

function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const segment of graphemes(text)) width += wide.test(segment) ? 2 : 1
  return width
}
