import {DuckDBDecimalValue, type DuckDBDecimalType} from '@duckdb/node-api'
import {decimalCell} from './cells.js'

const highWord = 2 ** 32
/** Powers of ten up to this one are doubles, so that a division by one of them gives the nearest double. */
const mostExactPower = 22
const mostDigits = 1e15

/** Reads the integer at an index of a vector's words: a number where it is safe, else a bigint. */
export type ReadInteger = (words: Int32Array, index: number) => bigint | number

export const readInt64: ReadInteger = (words, index) => {
  const low = words[index * 2] ?? 0
  const high = words[index * 2 + 1] ?? 0
  const number = high * highWord + (low >>> 0)
  return Number.isSafeInteger(number) ? number : (BigInt(high) << 32n) | BigInt(low >>> 0)
}

export const readUint64: ReadInteger = (words, index) => {
  const low = (words[index * 2] ?? 0) >>> 0
  const high = (words[index * 2 + 1] ?? 0) >>> 0
  const number = high * highWord + low
  return Number.isSafeInteger(number) ? number : (BigInt(high) << 32n) | BigInt(low)
}

export const readInt128: ReadInteger = (words, index) => {
  const sign = (words[index * 4 + 1] ?? 0) >> 31
  const low = readInt64(words, index * 2)
  // The upper half says no more than the sign of the lower: 64 bits are enough.
  if (words[index * 4 + 2] === sign && words[index * 4 + 3] === sign) return low
  return (BigInt(readInt64(words, index * 2 + 1)) << 64n) | BigInt.asUintN(64, BigInt(low))
}

export const readUint128: ReadInteger = (words, index) => {
  const low = readUint64(words, index * 2)
  const high = readUint64(words, index * 2 + 1)
  return high === 0 ? low : (BigInt(high) << 64n) | BigInt(low)
}

/** A decimal without its point as a cell. */
export function decimalOf({width, scale}: DuckDBDecimalType): (unscaled: bigint | number) => number | string {
  const divisor = 10 ** scale
  return (unscaled) =>
    typeof unscaled === 'number' && Math.abs(unscaled) < mostDigits && scale <= mostExactPower
      ? unscaled / divisor
      : decimalCell(new DuckDBDecimalValue(BigInt(unscaled), width, scale))
}
