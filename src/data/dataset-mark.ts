import type {Dataset} from '../model/dataset.js'

/** What every Dataset carries, so that one is known without the engine being loaded, whichever copy of DataPy made it. */
export const datasetMark = Symbol.for('datapy.dataset')

export function isDatasetObject(value: unknown): value is Dataset {
  return typeof value === 'object' && value !== null && Reflect.get(value, datasetMark) === true
}
