import {createWriteStream} from 'node:fs'
import {once} from 'node:events'
import {finished} from 'node:stream/promises'

/** @typedef {{file: string, rows: number, bytes: number}} Input */
/** @typedef {{bytes: number} | {rows: number}} Amount */

/**
 * Writes a header and rows until there are so many rows, or at least so many bytes.
 *
 * @param {string} file
 * @param {Amount} amount
 * @param {string} header
 * @param {(index: number) => string} rowAt
 * @returns {Promise<Input>}
 */
export async function writeRows(file, amount, header, rowAt) {
  const out = createWriteStream(file)
  out.write(header)
  let rows = 0
  let bytes = Buffer.byteLength(header)
  while ('rows' in amount ? rows < amount.rows : bytes < amount.bytes) {
    let text = ''
    for (let index = 0; index < 1000; index++) text += rowAt(rows++)
    bytes += Buffer.byteLength(text)
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return {file, rows, bytes}
}
