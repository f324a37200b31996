import type {Place, Problem} from '../../model/problem.js'

export interface DrawOptions {
  /** Default error. */
  readonly severity?: 'error' | 'warning'
  /** A line of a file, from 1; undefined when it cannot be read. */
  source?(file: string, line: number): string | undefined
  readonly color: boolean
}

/** A problem with its place in its file: the line before, the line itself, and a mark under what is wrong. */
export function renderProblem({code, message, at, hint}: Problem, {severity = 'error', source, color}: DrawOptions): string {
  const paint = painter(color)
  const loud = severity === 'error' ? paint.red : paint.yellow
  const head = `${loud(`${severity}[${inLine(String(code))}]`)}: ${printable(message)}`
  if (at === undefined) return hint === undefined ? head : `${head}\n  ${paint.cyan('=')} ${printable(hint)}`
  const where = `  ${paint.blue('-->')} ${inLine(placeText(at))}`
  const written = at.line === undefined ? undefined : source?.(at.file, at.line)
  const frame = frameOf(at, written, hint, paint)
  return [head, where, ...(frame ?? (hint === undefined ? [] : [`  ${paint.cyan('=')} ${printable(hint)}`]))].join('\n')
}

/** file:line:column, as far as known; an option of the command line is only called that. */
export function placeText({file, line, column}: Place): string {
  if (file.startsWith('--')) return 'the command line'
  return [file, ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(':')
}

interface Paint {
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly blue: (text: string) => string
  readonly cyan: (text: string) => string
}

function painter(color: boolean): Paint {
  const inColor = (start: number) => (text: string) => (color ? `\u001b[${String(start)}m${text}\u001b[39m` : text)
  return {red: inColor(31), yellow: inColor(33), blue: inColor(34), cyan: inColor(36)}
}

function frameOf(
  {line, column, length = 1}: Place,
  written: string | undefined,
  hint: string | undefined,
  paint: Paint,
): readonly string[] | undefined {
  if (line === undefined || column === undefined || written === undefined) return undefined
  const [shown, start] = window(written, column - 1)
  const number = String(line)
  const gutter = ' '.repeat(number.length)
  const mark = '^'.repeat(Math.max(1, Math.min(length, shown.length - start)))
  const note = hint === undefined ? '' : ` ${printable(hint)}`
  return [
    ` ${gutter} ${paint.blue('|')}`,
    ` ${paint.blue(`${number} |`)} ${printable(shown)}`,
    ` ${gutter} ${paint.blue('|')} ${' '.repeat(start)}${paint.red(`${mark}${note}`)}`,
  ]
}

const widest = 160

/** A long line cut around the place, and where the place then is. */
function window(line: string, start: number): readonly [string, number] {
  if (line.length <= widest) return [line, Math.min(start, line.length)]
  const from = Math.max(0, start - 60)
  const cut = line.slice(from, from + widest)
  return from === 0 ? [`${cut}…`, start] : [`…${cut}…`, start - from + 1]
}

/** Text that begins no line, whatever is in it. */
function inLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n')
}

/**
 * Text in which nothing reaches the terminal as a command, and tabs keep the mark below in its column. Lines after the
 * first are set in: none can pass for one of DataPy's own.
 */
function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll(/\n(?=.)/g, '\n  ')

    .replace(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}
