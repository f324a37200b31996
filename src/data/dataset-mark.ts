import type {Dataset} from '../model/dataset.js'

/** What every Dataset carries, so that one is known without the engine being loaded. */
export const datasetMark = Symbol('dataset')

export function isDatasetObject(value: unknown): value is Dataset {
  return typeof value === 'object' && value !== null && Reflect.get(value, datasetMark) === true
}
