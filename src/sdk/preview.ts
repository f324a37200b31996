import type {Column} from '../model/dataset.js'
import type {JsonValue} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import {cellJson} from './preview-json.js'
import {withSource, type SourceOptions, type SourceSettings} from './preview-source.js'

/** The first rows of a table, as `datapy preview --json` prints them. */
export interface PreviewDocument {
  readonly status: 'success'
  readonly exit_code: 0
  readonly source: string
  readonly format: string
  readonly step?: string
  /** Types are those of the whole source where `types_of` is `all`, else of the rows that were read for them. */
  readonly columns: readonly Column[]
  readonly types_of: 'all' | 'first_rows'
  /** A row is a list of values, in the order of the columns: objects would lose that of columns called `2023`, `2024`. */
  readonly rows: readonly (readonly JsonValue[])[]
  readonly rows_shown: number
  /** Null where not all of the source has been read. */
  readonly rows_total: number | null
  /** Among what was read. */
  readonly rows_rejected: number
  readonly warnings: readonly Problem[]
}

export interface Preview {
  readonly document: PreviewDocument
  /** What was decided, for the reader to know. */
  readonly notes: readonly string[]
}

/** So many rows are read for the types of the columns, however few are shown. */
const rowsForTypes = 1000

/** Formats without types of their own: what is read of them decides. */
const guessesTypes = new Set(['csv', 'excel', 'json'])

/** Reads the first rows of a file, or of what a step of a job gives. Reads no more than is needed. Throws a DataPyError. */
export async function previewSource(
  source: string,
  {rows: wanted, ...options}: Omit<SourceOptions, 'maxRows'> & {readonly rows: number},
  settings: SourceSettings = {},
): Promise<Preview> {
  const maxRows = Math.max(wanted + 1, rowsForTypes)
  return await withSource(source, {...options, maxRows}, settings, async (opened) => {
    const {columns} = opened.dataset
    const rows = (await opened.dataset.rows({limit: wanted})).map((row) => columns.map(({name}) => cellJson(row[name] ?? null)))
    return opened.redact({
      document: {
        status: 'success',
        exit_code: 0,
        source,
        format: opened.format,
        ...(options.step !== undefined && {step: options.step}),
        columns,
        types_of: opened.rows === undefined && guessesTypes.has(opened.format) ? 'first_rows' : 'all',
        rows,
        rows_shown: rows.length,
        rows_total: opened.rows ?? null,
        rows_rejected: opened.rejected,
        warnings: opened.warnings,
      },
      notes: opened.notes,
    })
  })
}
