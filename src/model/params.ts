import type {JsonValue} from './json.js'
import type {Place} from './problem.js'

/** Which layer of the chain a value came from, lowest first. */
export const originKinds = [
  'schema default',
  'project globals',
  'global config',
  'project defaults',
  'job globals',
  'job',
  'command line',
] as const
export type OriginKind = (typeof originKinds)[number]

/** Where a parameter's value came from. */
export interface Origin {
  readonly kind: OriginKind
  /** The place in its file; absent for schema defaults, the SDK and the command line. */
  readonly at?: Place
}

/** One parameter after the chain was merged: its value as written, and where that stands. */
export interface MergedParam {
  readonly value: JsonValue
  readonly origin: Origin
  /** The place of a value inside this parameter, for problems that lie deeper. */
  locate(path: readonly (number | string)[]): Place | undefined
}

/** Every parameter a mod gets, before references are resolved. */
export type MergedParams = ReadonlyMap<string, MergedParam>
