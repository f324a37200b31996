import type {DataSession} from '../../model/data-session.js'
import type {Cell, Column, Dataset} from '../../model/dataset.js'
import {columnKind} from './column-kind.js'
import type {ColumnProfile, ProfileFinding, TableProfile, TopValue} from './column-profile.js'
import {findingsOf} from './findings-of.js'
import {measureColumn, type Measures} from './measure-column.js'

/** Describes every column of a table: one pass over each, in bounded memory */
export async function profileTable(data: DataSession, dataset: Dataset): Promise<TableProfile> {
  const table = await dataset.materialise()
  const rows = await table.count()
  const columns: ColumnProfile[] = []
  const findings: ProfileFinding[] = []
  for (const column of table.columns) {
    const measures = await measureColumn(data, table, column)
    columns.push(columnProfile(column, measures, rows))
    findings.push(...findingsOf({...column, kind: columnKind(column.type)}, measures, rows))
  }
  return {rows, columns, findings}
}

function columnProfile({name, type}: Column, measures: Measures, rows: number): ColumnProfile {
  const distinct = Number(measures['distinct_values'] ?? 0)
  const nulls = rows - Number(measures['filled'] ?? 0)
  return {
    name,
    type,
    nulls,
    null_share: rows === 0 ? 0 : Math.round((nulls / rows) * 1e6) / 1e6,
    distinct,
    is_unique: rows > 0 && distinct === rows,
    min: measures['least'] ?? null,
    max: measures['greatest'] ?? null,
    mean: numberOf(measures['mean']),
    min_length: numberOf(measures['min_length']),
    max_length: numberOf(measures['max_length']),
    top_values: topOf(measures['top_values'] ?? null),
  }
}

function numberOf(cell: Cell | undefined): number | null {
  return cell === undefined || cell === null ? null : Number(cell)
}

function topOf(cell: Cell): readonly TopValue[] {
  if (!Array.isArray(cell)) return []
  return cell.map((top: {readonly value: Cell; readonly count: Cell}) => ({value: top.value, count: Number(top.count)}))
}
