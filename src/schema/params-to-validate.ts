import type {Place} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {ValidatorShelf} from './validator.js'

export interface ParamsToValidate {
  readonly modType: string
  readonly entry: Pick<RegistryEntry, 'config_schema' | 'interface'>
  readonly params: Readonly<Record<string, unknown>>
  /** Where the code of validators is kept; without one it is made anew in each process. */
  readonly validators?: ValidatorShelf | undefined
  /** Where a parameter, or a value inside of it, stands. */
  locate(param: string, path: readonly (number | string)[], part?: 'key' | 'value'): Place | undefined
  /** The mod's own key, to which missing parameters point. */
  readonly at: Place | undefined
  /** Who inherits a parameter that stands in a file of others, such as the project's defaults. */
  inheritedBy?(param: string): string | undefined
  /** Live values and values yet to come: never looked into and never copied. */
  isOpaque(value: unknown): boolean
  /** Whether an opaque value is known to be no table. */
  isNoTable?(value: unknown): boolean
  /** Whether a reference in a parameter has failed, which was told of where that happened. */
  isUnresolved?(param: string): boolean
}
