import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {createInterface} from 'node:readline'

/**
 * How two files compare: `same bytes`, `same rows` where only their text differs (a price of 734.2 for 734.20), or where
 * they begin to differ.
 *
 * @param {string} ours
 * @param {string} theirs
 * @param {((file: string) => string) | undefined} relation SQL that reads such a file with types
 * @returns {Promise<{same: boolean, says: string}>}
 */
export async function sameOutput(ours, theirs, relation) {
  if ((await hash(ours)) === (await hash(theirs))) return {same: true, says: 'same bytes'}
  if (relation && (await rowsOf(relation(ours))) === (await rowsOf(relation(theirs)))) return {same: true, says: 'same rows'}
  return {same: false, says: `DIFFERENT: ${await firstDifference(ours, theirs)}`}
}

/** @param {string} file */
async function hash(file) {
  const sum = createHash('sha256')
  await pipeline(createReadStream(file), sum)
  return sum.digest('hex')
}

/**
 * How many rows there are, and a sum over all of them with their places.
 *
 * @param {string} relation
 */
async function rowsOf(relation) {
  const {DuckDBInstance} = await import('@duckdb/node-api')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::VARCHAR, bit_xor(hash(o))::VARCHAR FROM (SELECT *, row_number() OVER () AS number FROM ${relation}) o`,
  )
  connection.closeSync()
  return JSON.stringify(reader.getRows())
}

/**
 * @param {string} ours
 * @param {string} theirs
 */
async function firstDifference(ours, theirs) {
  const others = lines(theirs)[Symbol.asyncIterator]()
  let number = 0
  for await (const line of lines(ours)) {
    number++
    const {value, done} = await others.next()
    if (done === true) return `line ${String(number)} is ${line}, and there is none in the reference`
    if (value !== line) return `line ${String(number)} is ${line}, in the reference ${value}`
  }
  return `the reference has more than ${String(number)} lines, or other line ends`
}

/** @param {string} file */
function lines(file) {
  return createInterface({input: createReadStream(file), crlfDelay: Infinity})
}
