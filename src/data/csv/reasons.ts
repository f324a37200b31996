import type {CsvReadOptions} from '../../model/table-files.js'
import type {CsvFault} from './csv-fault.js'
import type {Reject} from '../rejects.js'
import {maxRecordBytes} from './skip-line.js'

/** What a fault in the text of a file means, in plain words. */
export function rejectOf(fault: CsvFault, file: string, {encoding = 'utf-8', quote = '"'}: CsvReadOptions): Reject {
  switch (fault.code) {
    case 'unclosed_quote':
      return {
        ...fault,
        file,
        reason: 'a quote is opened and never closed',
        hint: `set quote: "" where ${quote} is an ordinary character`,
      }
    case 'text_after_quote':
      return {...fault, file, reason: 'text stands after a closing quote', hint: 'a quote inside a quoted field is written twice'}
    case 'nul_byte':
      return {
        ...fault,
        file,
        reason: 'a NUL byte stands in the row',
        hint: 'the file may be damaged, or be UTF-16: then set encoding: utf-16le',
      }
    case 'undecodable':
      return {
        ...fault,
        file,
        reason: `bytes that are no ${encoding} text`,
        hint: 'set encoding to what the file is written in, for instance cp1252 or latin-1',
      }
    case 'field_too_long':
      return {
        ...fault,
        file,
        reason: `the row is longer than ${String(maxRecordBytes / 1024 / 1024)} MiB`,
        hint: 'most likely a quote is opened and never closed',
      }
    default:
      return {...fault, file, reason: fault.code}
  }
}

/** A row whose number of fields is not the number of columns. */
export function raggedReject(fault: CsvFault, file: string, fields: number, columns: number): Reject {
  const isOne = fields === 1
  return {
    ...fault,
    file,
    reason: `the row has ${String(fields)} field${isOne ? '' : 's'} where the header has ${String(columns)}`,
  }
}

/** A value that does not fit the type its column was given. */
export function valueReject(fault: CsvFault, file: string, column: string, type: string, value: string): Reject {
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value
  return {...fault, file, reason: `${JSON.stringify(shown)} in column "${column}" is no ${type}`}
}
