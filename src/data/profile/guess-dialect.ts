import {sourceChunks} from '../csv/source-chunks.js'

/** What the first lines of a text file look like. */
export interface GuessedDialect {
  readonly delimiter: string
  /** `utf-16` where the file begins with its mark; undefined where nothing speaks against UTF-8. */
  readonly encoding?: string
}

const candidates = [',', ';', '\t', '|'] as const
const mostBytes = 64 * 1024
const mostLines = 50

/**
 * Guesses how a CSV file is written from its first lines: the delimiter that stands equally often in most of them, outside
 * of quotes. `encoding`: what the caller knows of it. Throws a DataPyError `file_unreadable`.
 */
export async function guessDialect(
  file: string,
  {
    encoding,
    quote = '"',
    skipRows = 0,
  }: {readonly encoding?: string | undefined; readonly quote?: string; readonly skipRows?: number},
): Promise<GuessedDialect> {
  const found = encoding ?? (startsAsUtf16(await firstBytes(file, 'utf-8')) ? 'utf-16' : undefined)
  const text = (await firstBytes(file, found ?? 'utf-8')).toString()
  const records = recordsOf(text.split(/\r?\n/).slice(skipRows).join('\n'), quote)
  return {
    delimiter: bestOf(records) ?? (/\.tsv(\.gz)?$/i.test(file) ? '\t' : ','),
    ...(encoding === undefined && found !== undefined && {encoding: found}),
  }
}

function startsAsUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** The first bytes, as `sourceChunks` gives them. */
async function firstBytes(file: string, encoding: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of sourceChunks(file, encoding)) {
    pieces.push(piece)
    length += piece.length
    if (length >= mostBytes) break
  }
  return Buffer.concat(pieces).subarray(0, mostBytes)
}

/** The lines with what stands in quotes left out; a line break in quotes ends none. The last may be cut, and goes. */
function recordsOf(text: string, quote: string): readonly string[] {
  const mark = quote === '' ? '' : quote.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
  const bare = mark === '' ? text : text.replaceAll(new RegExp(`${mark}(?:(?!${mark})[\\s\\S])*(?:${mark}|$)`, 'g'), '')
  const lines = bare.split(/\r?\n|\r/)
  const whole = text.length < mostBytes / 4 || lines.length < 2 ? lines : lines.slice(0, -1)
  return whole.filter((line) => line !== '').slice(0, mostLines)
}

/** The candidate that most lines have as often as the first one does; of equals the one that is there more often. */
function bestOf([header, ...rows]: readonly string[]): string | undefined {
  if (header === undefined) return undefined
  const rated = candidates.flatMap((delimiter) => {
    const times = countOf(header, delimiter)
    if (times === 0) return []
    const agreeing = rows.filter((row) => countOf(row, delimiter) === times).length
    return [{delimiter, times, share: rows.length === 0 ? 1 : agreeing / rows.length}]
  })
  return rated.toSorted((a, b) => b.share - a.share || b.times - a.times)[0]?.delimiter
}

function countOf(line: string, delimiter: string): number {
  return line.split(delimiter).length - 1
}
