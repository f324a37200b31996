import duckdb, {type Vector} from '@duckdb/node-bindings'

/**
 * A copy of what a vector holds: so many values of so many bytes each. It stays when the vector's chunk goes. Vectors are
 * little-endian arrays on every platform that DuckDB's client is built for.
 */
export function bytesOf(vector: Vector, values: number, bytesEach: number): Uint8Array {
  return duckdb.vector_get_data(vector, values * bytesEach)
}

/** Bytes as words of 32 bits: two make a 64-bit integer, the low one first. */
export function wordsOf({buffer, byteOffset, byteLength}: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4)
}

/** One bit for each of so many values: set where there is one, clear where it is null. Undefined where none is null. */
export function validityOf(vector: Vector, values: number): Uint8Array | undefined {
  // The client's types leave out that DuckDB has these bits only where there is a null.
  const bits: unknown = duckdb.vector_get_validity(vector, Math.ceil(values / 64) * 8)
  return bits instanceof Uint8Array ? bits : undefined
}

export function isNull(validity: Uint8Array | undefined, index: number): boolean {
  return validity !== undefined && (((validity[index >> 3] ?? 0) >> (index & 7)) & 1) === 0
}
