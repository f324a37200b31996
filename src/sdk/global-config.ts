import type {JsonObject} from '../model/json.js'
import {currentRuntime} from './current-runtime.js'

/**
 * Sets globals for every mod that this process runs from now on, over those set before: mods that consume them get
 * them, and `${name}` in parameters stands for them. A job's own globals win over these.
 */
export function setGlobalConfig(config: JsonObject): void {
  const {globalConfig} = currentRuntime()
  for (const [name, value] of Object.entries(structuredClone(config))) globalConfig.set(name, value)
}

/** A copy of what `setGlobalConfig` was given, and in a script that run-script started, of its job's globals below that. */
export function getGlobalConfig(): JsonObject {
  const {globalConfig, loaded} = currentRuntime()
  return structuredClone({
    ...loaded?.project?.globals,
    ...loaded?.job.globals,
    ...Object.fromEntries(globalConfig),
    ...loaded?.set.globals,
  })
}

/** Forgets what `setGlobalConfig` was given. */
export function clearGlobalConfig(): void {
  currentRuntime().globalConfig.clear()
}
