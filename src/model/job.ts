import type {JsonObject} from './json.js'
import type {SourceDocument} from './source-document.js'

export type Materialize = 'always' | 'never'

/** One entry under a job's `mods`. */
export interface JobMod {
  readonly name: string
  readonly type: string
  /** Its parameters as written, references unresolved, without the framework's underscore keys. */
  readonly params: JsonObject
  /** The framework's keys, underscore included, `_type` left out. */
  readonly options: JsonObject
}

export interface Job {
  readonly name: string
  /** Absolute path of the job file. */
  readonly file: string
  readonly description?: string
  readonly globals: JsonObject
  readonly mods: readonly JobMod[]
  readonly materialize: Materialize
  readonly timeout?: number | string
  /** The document it was read from, for places: paths are `['mods', name, param]` and `['globals', key]`. */
  readonly document: SourceDocument
}

/** The nearest `project_defaults.yaml` upward from the job file. */
export interface ProjectDefaults {
  readonly project_name?: string
  readonly project_version?: string
  readonly globals: JsonObject
  /** Parameters by mod type. */
  readonly mod_defaults: Readonly<Record<string, JsonObject>>
  readonly logging: {readonly base_path?: string; readonly retention_days?: number}
  readonly document: SourceDocument
}
