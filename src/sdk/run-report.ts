import {own} from '../model/own.js'
import type {Category, Registry} from '../model/registry.js'
import type {JobResult, Result, SkippedResult} from '../model/result.js'

/** What a run came to: the document, and what its last line says. */
export interface RunReport<D extends JobResult | Result = JobResult | Result> {
  readonly document: D
  readonly totals: RunTotals
  /** The file that holds the document; null where none was written. */
  readonly resultFile: string | null
  /** The command that goes on where the run has stopped; absent where nothing is left to do. */
  readonly goOn?: string
}

/** Rows over all mods of a run; absent where no mod of that kind told. */
export interface RunTotals {
  /** What sources read. */
  readonly rows_in?: number
  /** What sinks wrote. */
  readonly rows_out?: number
  readonly rejects?: number
}

/** Adds up the metrics rows_read of sources, rows_written of sinks and rows_rejected of all. */
export function totalsOf(results: readonly (Result | SkippedResult)[], registry: Registry): RunTotals {
  const ran = results.filter((result) => result.status !== 'skipped')
  const sum = (metric: string, category?: Category): number | undefined => {
    const values = ran
      .filter(({logs}) => category === undefined || own(registry.mods, logs.mod_type)?.metadata.category === category)
      .map(({metrics}) => metrics[metric])
      .filter((value) => typeof value === 'number')
    return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0)
  }
  const [rowsIn, rowsOut, rejects] = [sum('rows_read', 'sources'), sum('rows_written', 'sinks'), sum('rows_rejected')]
  return {
    ...(rowsIn !== undefined && {rows_in: rowsIn}),
    ...(rowsOut !== undefined && {rows_out: rowsOut}),
    ...(rejects !== undefined && {rejects}),
  }
}
