import type {JsonObject, JsonSchema} from './json.js'

export const categories = ['sources', 'transformers', 'sinks'] as const
export type Category = (typeof categories)[number]

export interface ModMetadata {
  readonly type: string
  readonly version: string
  readonly description: string
  readonly category: Category
  readonly author: string
}

export interface ModInterface {
  readonly input_ports: readonly string[]
  readonly output_ports: readonly string[]
  readonly globals_produced: readonly string[]
  readonly globals_consumed: readonly string[]
  /**
   * True where rows_in = rows_out + rejected + dropped must hold; the framework checks it. A list names the input ports
   * whose rows come in, where others are only looked up in.
   */
  readonly row_balance?: boolean | readonly string[]
}

export interface ModDependencies {
  /** `name@range` of each package that the mod imports. */
  readonly packages: readonly string[]
  readonly node_version: string
  /** The range of DataPy's versions that the mod is made for; left out where it does not say. */
  readonly datapy?: string
}

/** Digests of the files of an installed package, `sha256-…`. */
export interface PackageDigests {
  /** Of package.json and the file that importing the package loads: looked at before each run. */
  readonly entry: string
  /** Of all its files. */
  readonly all: string
}

/**
 * What a mod's package needs, by path below its own node_modules (`a`, `a/node_modules/b`): of each package what npm
 * notes of it in a package-lock.json, less where it was fetched from.
 */
export type LockedPackages = Readonly<Record<string, JsonObject>>

/** What the registry knows of one mod. Everything but `module_path`, `integrity`, `files` and `source` the package declares. */
export interface RegistryEntry {
  /** The package's name, as one would import it. Never a path. */
  readonly module_path: string
  readonly metadata: ModMetadata
  readonly interface: ModInterface
  readonly dependencies: ModDependencies
  readonly config_schema: JsonSchema
  /** `sha512-…` of the installed package, for one that came from an npm registry or a tarball. */
  readonly integrity?: string
  /** What its installed files were like, of one that has an integrity. */
  readonly files?: PackageDigests
  /** `local` for a folder or a link, whose content may change and so has no integrity. */
  readonly source?: 'local'
}

export interface RegistryMetadata {
  readonly version: string
  readonly created: string
  readonly last_updated: string
  readonly description: string
}

/** The document `registry.json`: the single source of truth for which mods exist. */
export interface Registry {
  readonly _metadata: RegistryMetadata
  readonly mods: Readonly<Record<string, RegistryEntry>>
}
