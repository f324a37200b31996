import {isDatasetReference, type DatasetReference} from '../model/dataset.js'
import {isPlain} from '../params/pending-value.js'

/** A table that an earlier process kept: opened only where a mod is to read it, since much is never read again. */
export class KeptTable {
  constructor(readonly reference: DatasetReference) {}
}

/** A table that an earlier process left to its reader to compute, and of which nothing is there: its step must run again. */
export class UnkeptTable {
  readonly materialized = false
}

/** An artifact of a result document as a later process has it. */
export function artifactOf(value: unknown): unknown {
  if (isDatasetReference(value)) return new KeptTable(value)
  const isUnkept = isPlain(value) && value['type'] === 'dataset' && value['materialized'] === false
  return isUnkept ? new UnkeptTable() : value
}
