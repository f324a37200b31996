import {stat} from 'node:fs/promises'
import type {ModContext, ModReturn} from 'datapy/mod'
import writeWorkbook, {type SheetData} from 'write-excel-file/node'
import type {Params} from './params.js'
import {sheetRows} from './sheet-rows.js'

/** Writes the table to the one sheet of a new workbook. What Excel cannot hold is told before the file is touched. */
export async function run({data, file_path: path, sheet, header, if_exists}: Params, context: ModContext): Promise<ModReturn> {
  const {result, data: session} = context
  const wrong = faultOfName(sheet)
  if (wrong !== undefined) {
    result.addError(`a sheet cannot be called ${JSON.stringify(sheet)}: ${wrong}`, 'wrong_value')
    return result.error(20)
  }
  const made = await sheetRows(data, header)
  if ('fault' in made) {
    result.addError(
      `${made.fault}. Write it with csv_writer or parquet_writer, or leave out what does not fit`,
      'excel_unwritable',
    )
    return result.error()
  }
  const file = await session.stageFile(path, {if_exists})
  // The package wants a list that it could change, and leaves it as it is.
  try {
    await writeWorkbook(made.rows as SheetData, {sheet}).toFile(file.temporary)
  } catch (error) {
    // The package makes one text of the whole sheet, which JavaScript has up to 512 MB.
    if (!(error instanceof RangeError)) throw error
    result.addError(
      'the sheet takes over 512 MB as XML. Write it with csv_writer or parquet_writer, or write fewer rows or columns',
      'excel_unwritable',
    )
    return result.error()
  }
  result.addArtifact('output_file', file.path)
  result.addMetric('rows_written', made.rows.length - Number(header))
  result.addMetric('columns_written', data.columns.length)
  result.addMetric('file_size_bytes', (await stat(file.temporary)).size)
  for (const [column, row] of made.textInstead)
    result.addWarning(
      `column "${column}" holds values that Excel does not have, written as text: the first in row ${String(row)}`,
      'excel_text_instead',
    )
  return made.textInstead.size > 0 ? result.warning() : result.success()
}

/** What Excel has against the name of a sheet; it counts as JavaScript does. */
function faultOfName(name: string): string | undefined {
  if (/[[\]:*?/\\]|^'|'$/.test(name)) return 'its name has none of [ ] : * ? / \\ and no apostrophe at an end'
  if (/[\p{Cc}\uFFFD\p{Noncharacter_Code_Point}]/u.test(name)) return 'its name has no control characters'
  if (name.length > 31) return 'its name has at most 31 characters, of which an emoji is two'
  return name.toLowerCase() === 'history' ? 'Excel keeps that name for itself' : undefined
}
