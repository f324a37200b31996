import {didYouMean} from '../../errors/nearest.js'
import {dataError} from '../data-errors.js'
import {loneSurrogate} from '../lone-surrogate.js'

/** Turns bytes of some encoding into UTF-8; what the encoding does not know becomes a byte 0xFF. */
export interface Decoder {
  write(bytes: Buffer): Buffer
  end(): Buffer
}

const common = [
  'utf-8',
  'latin-1',
  'cp1252',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'ascii',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-jp',
  'euc-kr',
]

/** The name without case and punctuation, as encodings are compared: `UTF-8`, `utf8` and `utf_8` are one. */
export function encodingKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

export function isUtf8Name(name: string): boolean {
  return encodingKey(name) === 'utf8'
}

/** The name under which iconv-lite knows an encoding. Throws a DataPyError `unknown_encoding`. */
export async function iconvName(name: string): Promise<string> {
  const key = encodingKey(name)
  const {default: iconv} = await import('iconv-lite')
  const wanted = key === 'ascii' || key === 'usascii' ? 'ascii' : name
  if (key !== '' && iconv.encodingExists(wanted) && !['base64', 'hex', 'internal', 'cesu8', 'binary'].includes(key)) return wanted
  throw dataError('unknown_encoding', `there is no encoding "${name}"`, {
    hint: didYouMean(name, common) ?? `for instance ${common.slice(0, 4).join(', ')}`,
  })
}

/** The decoder for a file that begins with `first`; nothing when it is UTF-8 already. */
export async function decoderOf(encoding: string, first: Buffer, file: string): Promise<Decoder | undefined> {
  if (isUtf8Name(encoding)) return undefined
  const key = encodingKey(encoding)
  const name = key === 'utf16' || key === 'utf32' ? nameByMark(key, first, file) : await iconvName(encoding)
  const {default: iconv} = await import('iconv-lite')
  const decoder = iconv.getDecoder(name, {stripBOM: true})
  const isUnicode = /^utf(16|32)/.test(encodingKey(name)) || encodingKey(name) === 'ucs2'
  return isUnicode
    ? unicodeDecoder(decoder, encodingKey(name).startsWith('utf32') ? 4 : 2)
    : {write: (bytes) => marked(decoder.write(bytes)), end: () => marked(decoder.end() ?? '')}
}

/** utf-16 and utf-32 come in two byte orders; which one, the mark at the file's beginning says. Nothing is guessed. */
function nameByMark(key: 'utf16' | 'utf32', bytes: Buffer, file: string): string {
  const marks: readonly (readonly [string, readonly number[]])[] =
    key === 'utf16'
      ? [
          ['utf-16le', [0xff, 0xfe]],
          ['utf-16be', [0xfe, 0xff]],
        ]
      : [
          ['utf-32le', [0xff, 0xfe, 0, 0]],
          ['utf-32be', [0, 0, 0xfe, 0xff]],
        ]
  const found = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))
  if (found) return found[0]
  const bits = key.slice(3)
  throw dataError('csv_no_byte_order', `${file} has no byte order mark, so utf-${bits} may be either of two encodings`, {
    at: {file},
    hint: `set encoding to utf-${bits}le or utf-${bits}be`,
  })
}

interface TextDecoderOfIconv {
  write(bytes: Buffer): string
  end(): string | undefined
}

/** Legacy encodings have no U+FFFD of their own: iconv-lite gives it for what it could not decode. */
function marked(text: string): Buffer {
  if (!text.includes('\u{FFFD}')) return Buffer.from(text)
  const parts = text
    .split('\u{FFFD}')
    .flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [badByte, Buffer.from(part)]))
  return Buffer.concat(parts)
}

const badByte = Buffer.from([0xff])

/** UTF-16 and UTF-32 can hold U+FFFD itself; what they cannot hold is half of a surrogate pair. */
function unicodeDecoder(decoder: TextDecoderOfIconv, unit: number): Decoder {
  let half = ''
  let length = 0
  const encode = (text: string) => {
    if (!loneSurrogate.test(text)) return Buffer.from(text)
    const parts = text.split(loneSurrogate)
    return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [badByte, Buffer.from(part)])))
  }
  return {
    write: (bytes) => {
      length += bytes.length
      const text = half + decoder.write(bytes)
      const last = text.charCodeAt(text.length - 1)
      half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : ''
      return encode(half === '' ? text : text.slice(0, -1))
    },
    // iconv-lite drops the bytes of a character that is cut off.
    end: () => Buffer.concat([encode(half + (decoder.end() ?? '')), length % unit === 0 ? Buffer.alloc(0) : badByte]),
  }
}
