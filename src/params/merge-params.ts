import type {JsonObject, JsonValue} from '../model/json.js'
import type {MergedParam, MergedParams, OriginKind} from '../model/params.js'
import type {Place} from '../model/problem.js'

/** One source of parameters. */
export interface ParamLayer {
  readonly kind: OriginKind
  readonly values: JsonObject
  /** The only keys that are let through; undefined: all. */
  readonly only?: ReadonlySet<string>
  /** The place of a key, or of a value, of this layer; the path starts with the parameter. */
  locate(path: readonly (number | string)[], part: 'key' | 'value'): Place | undefined
}

/** Lays the layers over each other, lowest first: per parameter the highest wins, whole. */
export function mergeParams(layers: readonly ParamLayer[]): MergedParams {
  const merged = new Map<string, MergedParam>()
  for (const {kind, values, only, locate} of layers) {
    // A mod consumes a handful of what may be thousands of globals.
    for (const param of only ?? Object.keys(values)) {
      if (!Object.hasOwn(values, param)) continue
      const value = values[param] as JsonValue // It is there.
      const at = locate([param], 'key')
      const origin = at === undefined ? {kind} : {kind, at}
      merged.set(param, {value, origin, locate: (path) => locate([param, ...path], 'value')})
    }
  }
  return merged
}
