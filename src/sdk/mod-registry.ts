import {resolve} from 'node:path'
import {valueOf} from '../errors/datapy-error.js'
import type {Checked, Problem} from '../model/problem.js'
import type {Category, Registry, RegistryEntry} from '../model/registry.js'
import type {Result} from '../model/result.js'
import {findRegistry, loadRegistry, type RegistryLocation} from '../node/registry-file.js'
import {findMod} from '../registry/find-mod.js'
import {listMods} from '../registry/list-mods.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import type {InstalledOutcome} from './register-installed.js'
import type {OutdatedReport} from './outdated-mods.js'
import type {RegisterOptions, Registration} from './register-mod.js'
import type {Unregistration} from './unregister-mod.js'
import type {RegistryReport} from './validate-registry.js'

/** Which registry; left out, the one that holds for the working directory. */
export interface ModRegistryOptions {
  /** A registry file; wins over DATAPY_REGISTRY. */
  readonly file?: string | undefined
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
  /** The folder from which a registry.json is looked for upward. Default the working directory. */
  readonly from?: string
}

/** A registry that has been read, with its file and what people are told that it is. */
export interface ReadRegistry {
  readonly registry: LoadedRegistry
  readonly file: string
  readonly name: string
}

/** Runs a mod by its type. */
export type ModExecutor = (type: string, params: Readonly<Record<string, unknown>>, name: string) => Promise<Result>

/**
 * The registry of mods: which there are, what they take and give, and how one is added. Each call reads the file anew.
 * What is returned is a copy. Methods throw a DataPyError for a registry that cannot be read and a type that is not there.
 */
export class ModRegistry {
  readonly #execute: ModExecutor
  readonly #options: ModRegistryOptions

  constructor(execute: ModExecutor, options: ModRegistryOptions = {}) {
    this.#execute = execute
    this.#options = options
  }

  /** The registry's file, for a user's own one whether it is there yet or not. */
  async file(): Promise<string> {
    return (await this.#location()).file
  }

  /** The registry's file as people are told of it: a user's own one with the one that it lies over. */
  async name(): Promise<string> {
    return nameOf(await this.#location())
  }

  /** The entry of a mod type. */
  async getModInfo(type: string): Promise<RegistryEntry> {
    const {registry, name} = await this.#load(new Set([type]))
    return structuredClone(valueOf(findMod(registry, type, name)))
  }

  /** The entries of one category, or all: sources, transformers, sinks, each by type. */
  async listAvailableMods({category}: {readonly category?: Category | undefined} = {}): Promise<readonly RegistryEntry[]> {
    const {registry} = await this.#load()
    return structuredClone(listMods(registry, {category}))
  }

  /**
   * The registry and where it is, read once, for those who only look: it is no copy. Of a large one just the entries of
   * `types`, where they are given and all there.
   */
  read(types?: ReadonlySet<string>): Promise<ReadRegistry> {
    return this.#load(types)
  }

  /** The whole registry; entries that cannot be used are in `faulty`, with what is wrong with each. */
  async load(): Promise<LoadedRegistry> {
    return structuredClone((await this.#load()).registry)
  }

  /** Parameters as the mod would get them, defaults filled in, or every problem. Files and references are not looked at. */
  async validateParamsSchema(type: string, params: Readonly<Record<string, unknown>>): Promise<Checked<Record<string, unknown>>> {
    const entry = await this.getModInfo(type)
    const {validateParams} = await import('../schema/validate-params.js')
    const isOpaque = (value: unknown) => typeof value === 'object' && value !== null && !isPlain(value)
    return validateParams({modType: type, entry, params, locate: () => undefined, at: undefined, isOpaque})
  }

  /** Runs a mod and gives its result; never throws for a user's or a mod's fault. */
  async executeMod(type: string, params: Readonly<Record<string, unknown>> = {}, name?: string): Promise<Result> {
    const {modRunId} = await import('../node/run-id.js')
    return await this.#execute(type, params, name ?? modRunId(type))
  }

  /**
   * Registers a folder, a tarball, or a package by name or name@version; installs it where need be. Throws a DataPyError
   * with every reason for which it is refused, and then nothing has changed.
   */
  async registerMod(spec: string, options: RegisterOptions = {}): Promise<Registration> {
    const {registerMod} = await import('./register-mod.js')
    return structuredClone(valueOf(await registerMod(spec, {...options, ...(await this.#surroundings())})))
  }

  /** Registers what plugins:install and plugins:link have put there and is not registered yet, each package on its own. */
  async registerInstalled(options: RegisterOptions = {}): Promise<readonly InstalledOutcome[]> {
    const {registerInstalled} = await import('./register-installed.js')
    return structuredClone(valueOf(await registerInstalled({...options, ...(await this.#surroundings())})))
  }

  /** Takes a mod type out, and uninstalls its package where register-mod had installed it and nobody else uses it. */
  async unregisterMod(type: string, options: Omit<RegisterOptions, 'force'> = {}): Promise<Unregistration> {
    const {unregisterMod} = await import('./unregister-mod.js')
    return valueOf(await unregisterMod(type, {...options, ...(await this.#surroundings())}))
  }

  /** The entry that the package in a folder declares, if it is a mod in every respect; else every problem. */
  async validateModStructure(folder: string): Promise<Checked<RegistryEntry>> {
    const {checkModFolder} = await import('./check-mod-folder.js')
    return checkModFolder(resolve(folder))
  }

  /** Changes the registry's document under its lock, and writes it atomically; gives it as it now is. */
  async updateRegistry(change: (registry: LoadedRegistry) => LoadedRegistry): Promise<Registry> {
    const {location, today} = await this.#surroundings()
    const {updateRegistry} = await import('../node/update-registry.js')
    const updated = await updateRegistry(location, (registry) => {
      const changed = change(structuredClone(registry))
      return {ok: true, value: {...changed, _metadata: {...changed._metadata, last_updated: today}}}
    })
    return structuredClone(valueOf(updated))
  }

  /** Compares mods with what the npm registries of the user's npmrc have; one without an answer does not hide the others. */
  async compareWithNpm(entries: readonly RegistryEntry[]): Promise<OutdatedReport> {
    const {outdatedMods} = await import('./outdated-mods.js')
    return outdatedMods(entries, await this.#location(), this.#env)
  }

  /** Checks every entry against the package it names, and lists all that is wrong; a registry that cannot be read included. */
  async validate(): Promise<RegistryReport> {
    const location = await this.#find()
    if (!location.ok) return unreadable(location.problems)
    const {validateRegistry} = await import('./validate-registry.js')
    const report = await validateRegistry(location.value, this.#env)
    return report.ok ? report.value : unreadable(report.problems, location.value.file)
  }

  get #env(): NodeJS.ProcessEnv {
    return this.#options.env ?? process.env
  }

  async #location(): Promise<RegistryLocation> {
    return valueOf(await this.#find())
  }

  #find(): Promise<Checked<RegistryLocation>> {
    return findRegistry(this.#choice)
  }

  get #choice() {
    return {flag: this.#options.file, env: this.#env, from: this.#options.from ?? process.cwd()}
  }

  async #load(types?: ReadonlySet<string>): Promise<ReadRegistry> {
    const {location, registry} = valueOf(await loadRegistry(this.#choice, types))
    return {registry, file: location.file, name: nameOf(location)}
  }

  async #surroundings() {
    const cwd = this.#options.from ?? process.cwd()
    return {location: await this.#location(), env: this.#env, cwd, today: new Date().toISOString().slice(0, 10)}
  }
}

function nameOf({file, base}: RegistryLocation): string {
  return base === undefined ? file : `${file}, over ${base}`
}

function unreadable(problems: readonly Problem[], file = problems[0]?.at?.file ?? ''): RegistryReport {
  return {registry: file, mods_checked: 0, problems}
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}
