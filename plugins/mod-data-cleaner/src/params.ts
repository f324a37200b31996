// Generated from config_schema in package.json by `npm run generate`.

/**
 * The steps are done in the order in which they stand here, whatever their order in the job.
 */
export interface Params {
  /**
   * New names by old name. All other parameters use the new names.
   */
  rename: {
    [k: string]: string
  }
  /**
   * Columns to keep, in this order. Default: all.
   *
   * @minItems 1
   */
  select?: [string, ...string[]]
  /**
   * Remove white space at both ends of text: true for all text columns, or a list of columns. Text that is then empty becomes null.
   */
  trim: boolean | [string, ...string[]]
  /**
   * upper, lower or title case, by column.
   */
  case: {
    [k: string]: 'upper' | 'lower' | 'title'
  }
  /**
   * Replacements by column, done one after the other. Without regex the whole value must equal from (to: null makes it null); with regex every match of the pattern is replaced.
   */
  replace: {
    /**
     * @minItems 1
     */
    [k: string]: [
      {
        from: string
        to: string | null
        regex?: boolean
      },
      ...{
        from: string
        to: string | null
        regex?: boolean
      }[],
    ]
  }
  /**
   * Drop rows in which every column is null or empty text.
   */
  drop_empty_rows: boolean
  /**
   * Drop rows in which a column is null or empty text: true for any column, or a list of columns.
   */
  drop_missing: boolean | [string, ...string[]]
  /**
   * What to put where a column is null or empty text: a value, or {strategy: mean | median | mode} of the column's other values.
   */
  fill_missing: {
    [k: string]:
      | string
      | number
      | boolean
      | {
          strategy: 'mean' | 'median' | 'mode'
        }
  }
  /**
   * New types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type.
   */
  cast: {
    [k: string]: string
  }
  /**
   * A value that cannot be cast: error fails the run, null makes it null, reject moves its row to the port rejected.
   */
  on_cast_error: 'error' | 'null' | 'reject'
  /**
   * Drop rows that equal an earlier one: true for all columns, or a list of columns. The first is kept, and the order.
   */
  drop_duplicates: boolean | [string, ...string[]]
}
