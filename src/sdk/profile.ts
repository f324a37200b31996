import type {ColumnProfile, ProfileFinding, TopValue} from '../data/profile/column-profile.js'
import {profileTable} from '../data/profile/profile-table.js'
import type {JsonValue} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import {cellJson} from './preview-json.js'
import {withSource, type SourceOptions, type SourceSettings} from './preview-source.js'

/** What a table holds, as `datapy profile --json` prints it. */
export interface ProfileDocument {
  readonly status: 'success'
  readonly exit_code: 0
  readonly source: string
  readonly format: string
  readonly step?: string
  readonly rows: number
  readonly rows_rejected: number
  readonly columns: readonly (Omit<ColumnProfile, 'max' | 'min' | 'top_values'> & {
    readonly min: JsonValue
    readonly max: JsonValue
    readonly top_values: readonly {readonly value: JsonValue; readonly count: TopValue['count']}[]
  })[]
  /** What is worth a second look, in the order of the columns. */
  readonly findings: readonly (Omit<ProfileFinding, 'example'> & {readonly example?: JsonValue})[]
  readonly warnings: readonly Problem[]
}

export interface Profile {
  readonly document: ProfileDocument
  readonly notes: readonly string[]
}

/** Describes every column of a whole file, or of what a step of a job gives, in bounded memory. Throws a DataPyError. */
export async function profileSource(
  source: string,
  options: Omit<SourceOptions, 'maxRows'>,
  settings: SourceSettings = {},
): Promise<Profile> {
  return await withSource(source, options, settings, async (opened) => {
    const {rows, columns, findings} = await profileTable(opened.data, opened.dataset)
    return opened.redact({
      document: {
        status: 'success',
        exit_code: 0,
        source,
        format: opened.format,
        ...(options.step !== undefined && {step: options.step}),
        rows,
        rows_rejected: opened.rejected,
        columns: columns.map(({min, max, top_values: top, ...column}) => ({
          ...column,
          min: cellJson(min),
          max: cellJson(max),
          top_values: top.map(({value, count}) => ({value: cellJson(value), count})),
        })),
        findings: findings.map(({example, ...finding}) => ({
          ...finding,
          ...(example !== undefined && {example: cellJson(example)}),
        })),
        warnings: opened.warnings,
      },
      notes: opened.notes,
    })
  })
}
