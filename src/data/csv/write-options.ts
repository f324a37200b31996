import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {CsvWriteOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'

/** Throws a DataPyError `csv_bad_option` where the options would write a file that cannot be read again. */
export function checkWriteOptions({delimiter = ',', null_value: nullText = ''}: CsvWriteOptions): void {
  const problems: Problem[] = []
  const refuse = (message: string) => problems.push(problem('csv_bad_option', message))
  if (delimiter === '') refuse('the delimiter is empty')
  if (/["\r\n\0]/.test(delimiter)) refuse('a delimiter cannot hold a quote, a line break or a NUL')
  if (/["\r\n\0]/.test(nullText) || [...delimiter].some((character) => nullText.includes(character))) {
    refuse('null_value is written without quotes, so it cannot hold a character of the delimiter, a quote, a line break or a NUL')
  }
  if (problems.length > 0) throw new DataPyError(problems)
}
