export type ParquetCodec = 'gzip' | 'snappy' | 'uncompressed' | 'zstd'

/** With a limit of their own, dictionaries take their memory at once: up to so many columns that is little. */
const mostLimited = 100

/**
 * How Parquet is written, as options of COPY. Groups of half the usual number of rows keep both processors of a small machine
 * busy and a writer's memory low; dictionaries of more than some thousand values cost more than they save; format version 2
 * packs numbers and the lengths of texts. See docs/decisions/0013-parquet-between-steps.md.
 */
export function parquetForm(codec: ParquetCodec, columns: number): string {
  const level = codec === 'zstd' ? ', COMPRESSION_LEVEL 1' : ''
  const limit = columns <= mostLimited ? ', DICTIONARY_SIZE_LIMIT 5000' : ''
  return `FORMAT parquet, COMPRESSION ${codec}${level}, PARQUET_VERSION V2, ROW_GROUP_SIZE 61440${limit}`
}
