import type {JsonObject} from '../model/json.js'
import type {MergedParam, MergedParams, OriginKind} from '../model/params.js'
import type {Place} from '../model/problem.js'

/** One source of parameters. */
export interface ParamLayer {
  readonly kind: OriginKind
  readonly values: JsonObject
  /** The only keys that are let through; undefined: all. */
  readonly only?: ReadonlySet<string>
  /** The place of a value of this layer; the path starts with its key. */
  locate(path: readonly (number | string)[]): Place | undefined
}

/** Lays the layers over each other, lowest first: per parameter the highest wins, whole. */
export function mergeParams(layers: readonly ParamLayer[]): MergedParams {
  const merged = new Map<string, MergedParam>()
  for (const {kind, values, only, locate} of layers) {
    for (const [param, value] of Object.entries(values)) {
      if (only !== undefined && !only.has(param)) continue
      const at = locate([param])
      const origin = at === undefined ? {kind} : {kind, at}
      merged.set(param, {value, origin, locate: (path) => locate([param, ...path])})
    }
  }
  return merged
}
