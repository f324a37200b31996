import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {CsvReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'

/** How one CSV text is written. `quote` undefined: there is no quoting. */
export interface Dialect {
  readonly delimiter: string
  readonly quote: string | undefined
  readonly escape: string | undefined
}

/** The dialect that read options name, checked. Throws a DataPyError `csv_bad_option`. */
export function dialectOf(options: CsvReadOptions): Dialect {
  const {delimiter = ',', quote = '"', escape} = options
  const problems: Problem[] = []
  const refuse = (message: string) => problems.push(problem('csv_bad_option', message))
  if (delimiter === '') refuse('the delimiter is empty')
  if (/[\r\n\0]/.test(delimiter)) refuse('a delimiter cannot hold a line break or a NUL')
  if (/[\r\n\0]/.test(quote)) refuse('a quote cannot be a line break or a NUL')
  if (quote !== '' && (delimiter.startsWith(quote) || quote.startsWith(delimiter)))
    refuse('the delimiter and the quote begin alike')
  if (escape !== undefined && (escape === delimiter || /[\r\n\0]/.test(escape)))
    refuse('the escape is the delimiter, a line break or a NUL')
  if (escape !== undefined && escape !== quote && [...escape].length > 1) refuse('an escape is one character')
  if (problems.length > 0) throw new DataPyError(problems)
  if (quote === '') return {delimiter, quote: undefined, escape: undefined}
  return {delimiter, quote, escape: escape === undefined || escape === '' ? quote : escape}
}
