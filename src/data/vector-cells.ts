import {
  DuckDBArrayType,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBStructType,
  DuckDBTypeId,
  DuckDBVector,
  type DuckDBType,
} from '@duckdb/node-api'
import duckdb, {type Vector} from '@duckdb/node-bindings'
import type {Cell} from '../model/dataset.js'
import {toCell} from './cells.js'
import {dayTexts, momentTexts} from './iso-texts.js'
import {bytesOf, isNull, validityOf, wordsOf} from './vector-memory.js'
import {decimalOf, readInt128, readInt64, readUint128, readUint64, type ReadInteger} from './vector-numbers.js'
import {textReader} from './vector-texts.js'

/** Reads so many values of a vector as cells. */
export type CellReader = (vector: Vector, values: number) => Cell[]

/**
 * The reader of vectors of a type. It reads DuckDB's memory itself, a whole vector at a time, since the client makes an
 * object of each value. Types that seldom come in masses go through the client.
 */
export function cellReader(type: DuckDBType): CellReader {
  if (type instanceof DuckDBDecimalType) return decimals(type)
  if (type instanceof DuckDBListType) return lists(cellReader(type.valueType))
  if (type instanceof DuckDBArrayType) return arrays(cellReader(type.valueType), type.length)
  if (type instanceof DuckDBStructType) return structs(type.entryNames, type.entryTypes.map(cellReader))
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return booleans
    case DuckDBTypeId.TINYINT:
      return numbers(Int8Array)
    case DuckDBTypeId.UTINYINT:
      return numbers(Uint8Array)
    case DuckDBTypeId.SMALLINT:
      return numbers(Int16Array)
    case DuckDBTypeId.USMALLINT:
      return numbers(Uint16Array)
    case DuckDBTypeId.INTEGER:
      return numbers(Int32Array)
    case DuckDBTypeId.UINTEGER:
      return numbers(Uint32Array)
    case DuckDBTypeId.FLOAT:
      return numbers(Float32Array)
    case DuckDBTypeId.DOUBLE:
      return numbers(Float64Array)
    case DuckDBTypeId.BIGINT:
      return integers(readInt64, 8)
    case DuckDBTypeId.UBIGINT:
      return integers(readUint64, 8)
    case DuckDBTypeId.HUGEINT:
      return integers(readInt128, 16)
    case DuckDBTypeId.UHUGEINT:
      return integers(readUint128, 16)
    case DuckDBTypeId.VARCHAR:
      return textReader()
    case DuckDBTypeId.DATE:
      return dates()
    case DuckDBTypeId.TIMESTAMP:
      return moments(false)
    case DuckDBTypeId.TIMESTAMP_TZ:
      return moments(true)
    default:
      return throughClient(type)
  }
}

function cells(vector: Vector, values: number, cellAt: (index: number) => Cell): Cell[] {
  const validity = validityOf(vector, values)
  const all = new Array<Cell>(values)
  if (validity === undefined) for (let index = 0; index < values; index += 1) all[index] = cellAt(index)
  else for (let index = 0; index < values; index += 1) all[index] = isNull(validity, index) ? null : cellAt(index)
  return all
}

interface NumberArray {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): ArrayLike<number>
}

function numbers(Numbers: NumberArray): CellReader {
  return (vector, values) => {
    const {buffer, byteOffset} = bytesOf(vector, values, Numbers.BYTES_PER_ELEMENT)
    const held = new Numbers(buffer, byteOffset, values)
    return cells(vector, values, (index) => held[index] ?? null)
  }
}

function booleans(vector: Vector, values: number): Cell[] {
  const held = bytesOf(vector, values, duckdb.sizeof_bool)
  return cells(vector, values, (index) => held[index * duckdb.sizeof_bool] !== 0)
}

function integers(read: ReadInteger, bytesEach: number): CellReader {
  return (vector, values) => {
    const words = wordsOf(bytesOf(vector, values, bytesEach))
    return cells(vector, values, (index) => read(words, index))
  }
}

/** DuckDB holds a decimal as the smallest integer that its digits fit. */
function decimals(type: DuckDBDecimalType): CellReader {
  const decimal = decimalOf(type)
  if (type.width <= 9) {
    const read = numbers(type.width <= 4 ? Int16Array : Int32Array)
    return (vector, values) => read(vector, values).map((cell) => (typeof cell === 'number' ? decimal(cell) : null))
  }
  const [read, bytesEach] = type.width <= 18 ? [readInt64, 8] : [readInt128, 16]
  return (vector, values) => {
    const words = wordsOf(bytesOf(vector, values, bytesEach))
    return cells(vector, values, (index) => decimal(read(words, index)))
  }
}

function dates(): CellReader {
  const text = dayTexts()
  return (vector, values) => {
    const days = wordsOf(bytesOf(vector, values, 4))
    return cells(vector, values, (index) => text(days[index] ?? 0))
  }
}

function moments(isZoned: boolean): CellReader {
  const text = momentTexts(isZoned)
  return (vector, values) => {
    const words = wordsOf(bytesOf(vector, values, 8))
    return cells(vector, values, (index) => text(readInt64(words, index)))
  }
}

function lists(readItems: CellReader): CellReader {
  return (vector, values) => {
    const words = wordsOf(bytesOf(vector, values, 16))
    const items = readItems(duckdb.list_vector_get_child(vector), duckdb.list_vector_get_size(vector))
    return cells(vector, values, (index) => {
      const start = Number(readInt64(words, index * 2))
      return items.slice(start, start + Number(readInt64(words, index * 2 + 1)))
    })
  }
}

function arrays(readItems: CellReader, length: number): CellReader {
  return (vector, values) => {
    const items = readItems(duckdb.array_vector_get_child(vector), values * length)
    return cells(vector, values, (index) => items.slice(index * length, (index + 1) * length))
  }
}

function structs(names: readonly string[], readers: readonly CellReader[]): CellReader {
  return (vector, values) => {
    const entries = readers.map((read, at) => read(duckdb.struct_vector_get_child(vector, at), values))
    return cells(vector, values, (index) => Object.fromEntries(names.map((name, at) => [name, entries[at]?.[index] ?? null])))
  }
}

function throughClient(type: DuckDBType): CellReader {
  return (vector, values) => {
    const held = DuckDBVector.create(vector, values, type)
    return Array.from({length: values}, (_, index) => toCell(held.getItem(index)))
  }
}
