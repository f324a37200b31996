import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {ModState} from '../model/mod.js'
import {toJson} from '../result/to-json.js'

/** A mod's state while it runs. */
export interface HeldState extends ModState {
  /** What it is to begin with next time, where it has said so. */
  readonly left: JsonValue | undefined
}

/** A longer mark is data, for which there are tables. */
const longest = 65_536

/** `begins` is what the mod has from before. */
export function heldState(begins: JsonValue | undefined): HeldState {
  const cell: {left?: JsonValue} = {}
  return {
    get: () => (begins === undefined ? undefined : structuredClone(begins)),
    set(value) {
      const json = toJson(value)
      if (!json.ok) throw refused('it is not JSON', 'keep a text, a number, or a list or map of such')
      const {length} = JSON.stringify(json.value)
      if (length > longest)
        throw refused(
          `it has ${String(length)} characters, and may have ${String(longest)}`,
          'keep a mark such as the newest time that was read',
        )
      cell.left = json.value
    },
    get left() {
      return cell.left
    },
  }
}

function refused(why: string, hint: string): DataPyError {
  return new DataPyError([problem('bad_watermark', `this cannot be kept as a watermark: ${why}`, {hint})])
}
