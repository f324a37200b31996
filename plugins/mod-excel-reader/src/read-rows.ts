import {InvalidInputError, InvalidSpreadsheetError, readSheet, SheetNotFoundError} from 'read-excel-file/node'
import type {Cell} from './cells.js'
import {refusalOf} from './check-size.js'
import {nearestSheet} from './nearest-sheet.js'

/** What is wrong with a workbook, in words and as a code. */
export interface Fault {
  readonly message: string
  readonly code: 'excel_no_sheet' | 'excel_too_large' | 'excel_unreadable'
}

/** All rows of a sheet from its first, each of the same length; or why it cannot be read. */
export async function readRows(path: string, sheet: number | string): Promise<readonly (readonly Cell[])[] | Fault> {
  const refusal = await refusalOf(path)
  if (refusal?.code === 'excel_too_large')
    return {message: `${path} is too large to be read: ${refusal.reason}. Save the sheet as CSV`, code: refusal.code}
  if (refusal !== undefined)
    return {message: `${path} is damaged: ${refusal.reason}. Open it in Excel and save it again`, code: refusal.code}
  try {
    const rows: readonly (readonly unknown[])[] = await readSheet(path, sheet, {trim: false})
    return rows.map((cells) => cells.map(cellOf))
  } catch (error) {
    if (error instanceof SheetNotFoundError) {
      const names = sheetsOf(error).map(String)
      const there = names.map((name) => `"${name}"`).join(', ')
      const near = typeof sheet === 'string' ? nearestSheet(sheet, names) : undefined
      const hint = near === undefined ? '' : `. Did you mean "${near}"?`
      const what = typeof sheet === 'number' ? `no sheet number ${String(sheet)}` : `no sheet "${sheet}"`
      return {message: `${path} has ${what}: its sheets are ${there}${hint}`, code: 'excel_no_sheet'}
    }
    if (
      error instanceof InvalidSpreadsheetError &&
      /"xl\/(?:_rels\/)?workbook\.xml(?:\.rels)?" file not found/.test(error.message)
    )
      return {
        message: `${path} is no .xlsx workbook: it is a zip file of another kind, or is damaged. Save it as .xlsx, not .xlsb or .ods`,
        code: 'excel_unreadable',
      }
    if (error instanceof InvalidInputError) return {message: `${path} ${inputFault(error.code)}`, code: 'excel_unreadable'}
    if (!(error instanceof Error) || 'syscall' in error) throw error
    // Whatever else the package throws, it stumbled over what is in the file.
    const fault = error instanceof InvalidSpreadsheetError ? 'is damaged' : 'is damaged, or has an unusual form'
    return {message: `${path} ${fault}: ${error.message}. Open it in Excel and save it again`, code: 'excel_unreadable'}
  }
}

/** The package's own types do not say what it gives. */
function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value
  if (value instanceof Date) return value
  throw new TypeError(`a cell of a sheet is a ${typeof value}`)
}

function sheetsOf(error: SheetNotFoundError): readonly unknown[] {
  return 'sheets' in error && Array.isArray(error.sheets) ? error.sheets : []
}

function inputFault(code: string): string {
  if (code === 'XLS_FILE_NOT_SUPPORTED')
    return 'is a workbook of the old format .xls, or has a password. Save it as .xlsx without one'
  if (code === 'NO_DATA') return 'is empty. Find out why it was written empty'
  if (code === 'INVALID_ZIP') return 'is damaged: it is no whole zip file. Copy it again from where it came'
  return 'is no workbook. Read CSV with csv_reader, JSON with json_reader, Parquet with parquet_reader'
}
