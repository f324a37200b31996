import {ModRegistry as RegistryAccess, type ModRegistryOptions} from './mod-registry.js'
import {runMod} from './run-mod.js'

/** The registry, for code: what `list-registry`, `mod-info`, `register-mod` and `validate-registry` do. */
export class ModRegistry extends RegistryAccess {
  constructor(options: ModRegistryOptions = {}) {
    super(runMod, options)
  }
}
