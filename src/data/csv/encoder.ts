import {encodingKey, iconvName, isUtf8Name} from './encodings.js'

/** Turns text into bytes of an encoding. */
export interface Encoder {
  encode(text: string): Buffer
  /** Whether every character of a text has a place in the encoding. */
  canHold(text: string): boolean
  /** What stands at the beginning of the file. */
  readonly mark: Buffer
}

/** The encoder for an encoding by name. utf-16 and utf-32 are little-endian with a byte order mark. */
export async function encoderOf(encoding: string): Promise<Encoder> {
  const none = Buffer.alloc(0)
  if (isUtf8Name(encoding)) return {encode: (text) => Buffer.from(text), canHold: () => true, mark: none}
  const key = encodingKey(encoding)
  const needsMark = key === 'utf16' || key === 'utf32'
  const name = needsMark ? `${encoding}le` : await iconvName(encoding)
  const {default: iconv} = await import('iconv-lite')
  const encode = (text: string) => iconv.encode(text, name)
  return {
    encode,
    canHold: (text) => iconv.decode(encode(text), name, {stripBOM: false}) === text,
    mark: needsMark ? encode('\u{FEFF}') : none,
  }
}
