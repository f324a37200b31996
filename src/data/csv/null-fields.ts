import type {DialectBytes} from './scan-record.js'

const lineFeed = 10
const carriageReturn = 13

/**
 * Whether a row that ends in a null value, or in nothing, may have another number of fields than `width`, in whole lines:
 * the engine, told of null values, passes over such fields where there are too many.
 */
export function mayBeRagged(lines: Buffer, dialect: DialectBytes, nullValues: readonly string[], width: number): boolean {
  return ['', ...nullValues].some((text) => {
    const last = Buffer.concat([dialect.delimiter, Buffer.from(text)])
    for (let at = lines.indexOf(last); at >= 0; at = lines.indexOf(last, at + 1)) {
      const end = at + last.length
      if (!isLineEnd(lines, end)) continue
      const start = lines.lastIndexOf(lineFeed, at) + 1
      if (fieldsOf(lines.subarray(start, end), dialect) !== width) return true
    }
    return false
  })
}

/** How many fields a line has; nothing where it is a part of a record only, or where that cannot be told simply. */
function fieldsOf(line: Buffer, {delimiter, quote, escape}: DialectBytes): number | undefined {
  if (quote !== undefined && escape !== undefined && !escape.equals(quote) && line.includes(escape)) return undefined
  let fields = 1
  let isQuoted = false
  for (const byte of line) {
    if (byte === quote?.[0]) isQuoted = !isQuoted
    else if (!isQuoted && byte === delimiter[0]) fields += 1
  }
  return isQuoted ? undefined : fields
}

function isLineEnd(bytes: Buffer, at: number): boolean {
  return at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn
}
