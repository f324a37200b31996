import {extname} from 'node:path'
import {dataError} from '../data-errors.js'

/** The formats that a file can be looked at in. */
export type SourceFormat = 'csv' | 'excel' | 'json' | 'parquet'

const formats: Readonly<Record<string, SourceFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.parquet': 'parquet',
  '.json': 'json',
  '.ndjson': 'json',
  '.jsonl': 'json',
  '.xlsx': 'excel',
}

const packed = new Set<SourceFormat>(['csv', 'json'])

/** The format that a file's name says; `.gz` after it does not count. Throws a DataPyError `unknown_format`. */
export function sourceFormat(file: string): SourceFormat {
  const isPacked = extname(file).toLowerCase() === '.gz'
  const name = isPacked ? file.slice(0, -'.gz'.length) : file
  const format = formats[extname(name).toLowerCase()]
  if (format !== undefined && (!isPacked || packed.has(format))) return format
  throw dataError('unknown_format', `nothing says how to read ${file}`, {
    at: {file},
    hint: `supported are ${Object.keys(formats).join(' ')}, the texts among them also with .gz`,
  })
}
