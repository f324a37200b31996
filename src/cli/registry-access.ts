import {ModRegistry} from '../sdk/mod-registry.js'

/** The registry that a command's flags and its surroundings name. What runs mods is loaded only when one is run. */
export function registryAccess({registry}: {readonly registry?: string | undefined}): ModRegistry {
  return new ModRegistry(async (type, params, name) => (await import('../sdk/run-mod.js')).runMod(type, params, name), {
    file: registry,
  })
}
