import {currentRuntime} from './current-runtime.js'
import {ModRegistry as RegistryAccess, type ModRegistryOptions} from './mod-registry.js'

/** The registry, for code: what `list-registry`, `mod-info`, `register-mod` and `validate-registry` do. */
export class ModRegistry extends RegistryAccess {
  constructor(options: ModRegistryOptions = {}) {
    super((type, params, name) => currentRuntime().runMod(type, params, name), options)
  }
}
