import type {DataSession, Dataset} from 'datapy/mod'

/** A column whose type the parameters name, by its id in the table of texts. */
export interface NamedType {
  readonly id: string
  /** From 1, as it stands in the sheet. */
  readonly number: number
  readonly name: string
  readonly given: string
  readonly type: string
}

/** SQL that is true where a value of a row does not fit the type that its column was given. */
export function isMisfit(columns: readonly NamedType[], session: DataSession): string {
  return columns.length === 0 ? 'false' : columns.map((column) => `(${unfit(column, session)})`).join(' OR ')
}

/** The bad rows with their places and reasons, in order: columns file, line, column, code, reason, raw. */
export async function misfits(
  table: Dataset,
  ids: readonly string[],
  columns: readonly NamedType[],
  file: string,
  session: DataSession,
): Promise<Dataset> {
  const {literal} = session
  const first = (value: (column: NamedType) => string) =>
    columns.length === 0
      ? 'NULL'
      : `CASE ${columns.map((column) => `WHEN ${unfit(column, session)} THEN ${value(column)}`).join(' ')} END`
  const reason = ({id, name, given}: NamedType) =>
    `to_json(left(${id}, 100)) || ${literal(` in column "${name}" is no ${given}`)}`
  const found = await session.sql(
    `SELECT ${literal(file)} AS file, row AS line, CAST(${first(({number}) => String(number))} AS BIGINT) AS "column",
      'bad_value' AS code, CAST(${first(reason)} AS VARCHAR) AS reason, CAST(to_json([${ids.join(', ')}]) AS VARCHAR) AS raw
    FROM input WHERE ${isMisfit(columns, session)}`,
    {input: table},
  )
  return await found.materialise()
}

function unfit({id, type}: NamedType, session: DataSession): string {
  return `${id} IS NOT NULL AND NOT ${session.fits(id, type)}`
}
