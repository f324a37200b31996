import type {ModOutcome} from './run-mod.js'
import type {World} from './world.js'

/** A fused source's outcome with the rows that it has read by now; nothing where the engine cannot prove a number. */
export function withProvenRows(outcome: ModOutcome, {engine}: Pick<World, 'engine'>): ModOutcome | undefined {
  const {result} = outcome
  const table = result.artifacts['data']
  if ('rows_read' in result.metrics || !engine.isDataset(table)) return undefined
  const rows = engine.provenRows(table)
  return rows === undefined ? undefined : {...outcome, result: {...result, metrics: {rows_read: rows, ...result.metrics}}}
}
