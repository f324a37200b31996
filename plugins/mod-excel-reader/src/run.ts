import {stat} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {DataSession, Dataset, ModContext, ModReturn, Row} from 'datapy/mod'
import {textOf} from './cells.js'
import {columnTypeOf, type ColumnType} from './column-type.js'
import {isMisfit, misfits, type NamedType} from './misfits.js'
import type {Params} from './params.js'
import {readRows} from './read-rows.js'
import {tableIn, type SheetColumn, type SheetRow} from './sheet-table.js'
import {areTooMany} from './too-many.js'

/** Reads the sheet, types its columns, and tells which rows do not fit the types that were named. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const file = resolve(params.file_path)
  const refuse = (message: string, code: string): ModReturn => {
    result.addError(message, code)
    return result.error()
  }
  if (params.rejects_file !== undefined && params.on_bad_row !== 'collect') {
    result.addError('rejects_file needs on_bad_row: collect, since otherwise no bad row is kept', 'wrong_value')
    return result.error(20)
  }
  const sheet = await readRows(file, params.sheet)
  if ('code' in sheet) return refuse(sheet.message, sheet.code)
  const table = tableIn(sheet, params)
  if (typeof table === 'string') return refuse(`${file}: ${table}`, 'excel_bad_sheet')
  const names = table.columns.map(({name}) => ({name, type: ''}))
  const wrong = [...(params.columns ?? []), ...Object.keys(params.types)].flatMap(
    (name) => session.unknownColumn(name, names) ?? [],
  )
  for (const message of new Set(wrong)) result.addError(`${file}: ${message}`, 'unknown_column')
  if (wrong.length > 0) return result.error()

  const columns = chosen(table.columns, params).map((column, index) => typed(column, index, table.rows, params, session))
  const named = columns.flatMap(({named: one}) => one ?? [])
  const texts = await textTable(table.rows, columns, session)
  const rejected = await misfits(
    texts,
    columns.map(({id}) => id),
    named,
    file,
    session,
  )
  const bad = await rejected.count()
  const [first] = bad === 0 ? [] : await rejected.rows({limit: 1})
  if (first !== undefined && params.on_bad_row === 'error')
    return refuse(`${file}, row ${String(first['line'])}: ${String(first['reason'])}`, 'excel_bad_row')
  if (areTooMany(bad, table.rows.length, params.max_rejects))
    return refuse(`${String(bad)} of ${String(table.rows.length)} rows are bad, more than max_rejects`, 'excel_too_many_rejects')

  const casts = columns.map(({id, name, type}) => `CAST(${id} AS ${type.type}) AS ${session.identifier(name)}`)
  const good = await session.output(`SELECT ${casts.join(', ')} FROM input WHERE NOT (${isMisfit(named, session)})`, {
    input: texts,
  })
  result.addArtifact('data', good)
  result.addArtifact('rejected', params.on_bad_row === 'collect' ? rejected : await rejected.sql('SELECT * FROM input LIMIT 0'))
  if (params.rejects_file !== undefined)
    result.addArtifact('rejects_file', (await session.writeCsv(rejected, params.rejects_file)).path)
  result.addMetric('rows_read', table.rows.length)
  result.addMetric('rows_rejected', bad)
  result.addMetric('columns_read', columns.length)
  const {size} = await stat(file)
  result.addMetric('file_size_bytes', size)
  result.addGlobal('row_count', table.rows.length - bad)
  result.addGlobal('column_count', columns.length)
  result.addGlobal('file_size', size)
  return warn(columns, result)
}

/** A column that is read: its id in the table of texts, and its type. */
interface TypedColumn extends SheetColumn {
  readonly id: string
  readonly type: ColumnType
  /** Where the parameters name its type. */
  readonly named: NamedType | undefined
}

function chosen(columns: readonly SheetColumn[], {columns: wanted}: Params): readonly SheetColumn[] {
  return wanted === undefined ? columns : wanted.flatMap((name) => columns.filter((column) => column.name === name))
}

function typed(
  column: SheetColumn,
  index: number,
  rows: readonly SheetRow[],
  {types, infer_types: infers}: Params,
  session: DataSession,
): TypedColumn {
  const id = `c${String(index)}`
  const given = new Map(Object.entries(types)).get(column.name)
  if (given === undefined) return {...column, id, type: infers ? columnTypeOf(column, rows) : {type: 'VARCHAR'}, named: undefined}
  const type = session.columnType(given)
  return {...column, id, type: {type}, named: {id, number: column.at + 1, name: column.name, given, type}}
}

/** All values as texts, in columns c0, c1 …, and the number of each row. */
async function textTable(rows: readonly SheetRow[], columns: readonly TypedColumn[], session: DataSession): Promise<Dataset> {
  const texts = function* (): Generator<Row> {
    for (const {number, cells} of rows) {
      const values = columns.map(({id, at}) => {
        const cell = cells[at] ?? null
        return [id, cell === null ? null : textOf(cell)] as const
      })
      yield {row: number, ...Object.fromEntries(values)}
    }
  }
  const types = columns.map(({id}) => ({name: id, type: 'VARCHAR'}))
  return await session.fromRows(texts(), {columns: [{name: 'row', type: 'BIGINT'}, ...types]})
}

function warn(columns: readonly TypedColumn[], result: ModContext['result']): ModReturn {
  const unnamed = columns.filter(({isUnnamed}) => isUnnamed)
  const mixed = columns.filter(({type}) => type.mixed !== undefined)
  for (const {at, name} of unnamed)
    result.addWarning(`column ${String(at + 1)} has no name; it is called ${name}`, 'excel_unnamed_column')
  for (const {name, type} of mixed)
    result.addWarning(
      `column "${name}" is text, since it holds values of several kinds: ${type.mixed ?? ''}`,
      'excel_mixed_column',
    )
  return unnamed.length + mixed.length > 0 ? result.warning() : result.success()
}
