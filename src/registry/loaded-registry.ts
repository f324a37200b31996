import type {JsonObject, JsonValue} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import type {Registry} from '../model/registry.js'

/** An entry that cannot be used, and why. */
export interface FaultyEntry {
  readonly value: JsonValue
  readonly problems: readonly Problem[]
}

/**
 * A registry as it was read: `mods` holds the entries that are well-formed. The others are set aside, so that one bad
 * entry does not stop the mods beside it, and so that writing the registry loses nothing.
 */
export interface LoadedRegistry extends Registry {
  readonly faulty?: ReadonlyMap<string, FaultyEntry>
  /** Keys at the top of the file that DataPy knows nothing of. */
  readonly others?: JsonObject
}
