import type {JsonValue} from '../model/json.js'
import type {Isolation} from '../job/isolation.js'
import type {PreparedMod} from './prepare-mod.js'
import type {ModHooks, ModOutcome} from './run-mod.js'

/** Runs a mod in a process of its own, to the same outcome as in this one; what its process does or takes cannot harm this one. */
export type RunsApart = (
  mod: PreparedMod,
  how: Isolation & {
    /** Whether its tables are kept in the run's folder. */
    readonly keeps: boolean
    /** What it begins with. */
    readonly watermark: JsonValue | undefined
  },
  signal: AbortSignal,
  hooks: ModHooks,
) => Promise<ModOutcome>
