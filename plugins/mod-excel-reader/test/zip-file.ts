import {constants, deflateRawSync} from 'node:zlib'

/** A part of a zip file; one that is `streamed` tells its size behind its bytes, one that is `hidden` is in no directory. */
export interface ZipEntry {
  readonly name: string
  readonly data: Buffer | string
  /** What its headers say of its size, where that is a lie. */
  readonly claims?: number
  readonly hidden?: boolean
  /** Its bytes as they are packed, where they are not those of `data`. */
  readonly packed?: Buffer
  readonly streamed?: boolean
}

/** A zip file, also one that lies about itself, which no library would write. */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const {name: text, data: content, claims, packed: made, hidden = false, streamed = false} of entries) {
    const data = Buffer.from(content)
    const [name, packed, crc] = [Buffer.from(text), made ?? deflateRawSync(data), checksum(data)]
    const sizes = (buffer: Buffer, offset: number) => {
      buffer.writeUInt32LE(crc, offset)
      buffer.writeUInt32LE(packed.length, offset + 4)
      buffer.writeUInt32LE(claims ?? data.length, offset + 8)
    }
    const head = record(30, 0x04034b50, [4, 20], [6, streamed ? 8 : 0], [8, 8], [26, name.length])
    if (!streamed) sizes(head, 14)
    const trailer = record(streamed ? 16 : 4, 0x08074b50)
    if (streamed) sizes(trailer, 4)
    if (!hidden) {
      const entry = record(46, 0x02014b50, [4, 20], [6, 20], [8, streamed ? 8 : 0], [10, 8], [28, name.length])
      sizes(entry, 16)
      entry.writeUInt32LE(at, 42)
      directory.push(entry, name)
    }
    const local = [head, name, packed, ...(streamed ? [trailer] : [])]
    parts.push(...local)
    at += local.reduce((sum, {length}) => sum + length, 0)
  }
  const all = Buffer.concat(directory)
  const end = record(22, 0x06054b50, [8, directory.length / 2], [10, directory.length / 2])
  end.writeUInt32LE(all.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, all, end])
}

/** A text many times over, packed as tightly as can be, and made without ever having it. */
export function bomb(piece: Buffer | string, times: number): Buffer {
  const segment = deflateRawSync(piece, {finishFlush: constants.Z_SYNC_FLUSH})
  return Buffer.concat([...Array.from({length: times}, () => segment), Buffer.from([3, 0])])
}

function record(length: number, mark: number, ...fields: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUInt32LE(mark)
  for (const [offset, value] of fields) bytes.writeUInt16LE(value, offset)
  return bytes
}

const table = Uint32Array.from({length: 256}, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function checksum(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (table[(value ^ byte) & 255] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const schemas = 'http://schemas.openxmlformats.org'
const documentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of a workbook of one sheet, whose `sheetData` holds the rows that are given. */
export function workbook(rows: Buffer | string, sheet: Partial<ZipEntry> & {readonly before?: string} = {}): readonly ZipEntry[] {
  const {before = '', ...more} = sheet
  const [type, relationships] = [`${schemas}/officeDocument/2006/relationships`, `${schemas}/package/2006/relationships`]
  const relation = (target: string, name: string) =>
    `${xml}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${type}/${name}" Target="${target}"/></Relationships>`
  const kind = (part: string, name: string) => `<Override PartName="/xl/${part}.xml" ContentType="${documentType}.${name}+xml"/>`
  const types = `${kind('workbook', 'sheet.main')}${kind('worksheets/sheet1', 'worksheet')}`
  const open = `${xml}${before}<worksheet xmlns="${schemas}/spreadsheetml/2006/main"><sheetData>`
  return [
    {name: '[Content_Types].xml', data: `${xml}<Types xmlns="${schemas}/package/2006/content-types">${types}</Types>`},
    {name: '_rels/.rels', data: relation('xl/workbook.xml', 'officeDocument')},
    {
      name: 'xl/workbook.xml',
      data: `${xml}<workbook xmlns="${schemas}/spreadsheetml/2006/main" xmlns:r="${type}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {name: 'xl/_rels/workbook.xml.rels', data: relation('worksheets/sheet1.xml', 'worksheet')},
    {
      name: 'xl/worksheets/sheet1.xml',
      data: Buffer.concat([Buffer.from(open), Buffer.from(rows), Buffer.from('</sheetData></worksheet>')]),
      ...more,
    },
  ]
}
