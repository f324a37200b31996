import satisfies from 'semver/functions/satisfies.js'
import type {Checked} from '../model/problem.js'
import type {LockedPackages, RegistryEntry} from '../model/registry.js'
import {dataFolder} from '../node/data-folder.js'
import {readModSpec, type ModSpec} from '../node/mod-spec.js'
import {withModStore, type ModStore} from '../node/mod-store.js'
import {modTree} from '../node/mod-tree.js'
import {packageRoots} from '../node/package-roots.js'
import {packageSource} from '../node/package-source.js'
import {readRegistry, type RegistryLocation} from '../node/registry-file.js'
import {noteAhead, noteLock} from '../node/registry-locks.js'
import {liesIn, readPackageJson, resolvePackage, type InstalledPackage} from '../node/resolve-package.js'
import {tryWriting, updateRegistry} from '../node/update-registry.js'
import {mergeEntry, type MergeOptions} from '../registry/merge-entry.js'
import type {NamedPackage} from '../registry/allow-list.js'
import {checkAllowed, namedBy} from './check-allowed.js'
import {checkModFolder} from './check-mod-folder.js'
import {checkStaged} from './check-staged.js'

export interface RegisterOptions {
  /** Replace an entry of the same type, whoever has it. */
  readonly force?: boolean | undefined
  /** Gets what npm prints, a line at a time. */
  readonly log?: ((line: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RegisterSpec extends RegisterOptions {
  readonly location: RegistryLocation
  readonly env: NodeJS.ProcessEnv
  /** The folder that a relative path of the spec starts at. */
  readonly cwd: string
  /** `2026-11-23` */
  readonly today: string
}

/** A mod that is now registered. */
export interface Registration {
  readonly entry: RegistryEntry
  /** The registry file it is now in. */
  readonly registry: string
  /** Whether its package was installed for this, rather than being there already. */
  readonly installed: boolean
}

/**
 * Registers a mod: looks at its package, installs it where need be, and merges its entry into the registry. Everything
 * that can be refused is refused before anything is installed; a registration that fails changes nothing.
 */
export async function registerMod(spec: string, options: RegisterSpec): Promise<Checked<Registration>> {
  const read = await readModSpec(spec, options.cwd)
  if (!read.ok) return read
  const allowed = await checkAllowed(options.location, await nameOf(read.value))
  if (!allowed.ok) return allowed
  const roots = packageRoots(options.location.file, options.env)
  const present = await presentPackage(read.value, roots)
  if (present !== undefined) {
    const isAllowed = await checkAllowed(options.location, namedBy(present.packageJson))
    if (!isAllowed.ok) return isAllowed
    const checked = await checkModFolder(present.folder)
    if (!checked.ok) return checked
    const entry = {...checked.value, ...(await packageSource(present))}
    return await mergeNoted(entry, options, false)
  }
  return withModStore(dataFolder(options.env), options, (store) => installAndMerge(read.value, store, options))
}

/** What is known of a package before it is looked at: of a tarball nothing. */
async function nameOf(spec: ModSpec): Promise<NamedPackage | undefined> {
  if (spec.kind === 'package') return {name: spec.name}
  return spec.kind === 'folder' ? namedBy(await readPackageJson(spec.path)) : undefined
}

/** The package that a spec means, where it is installed already and nothing else was asked for. */
async function presentPackage(spec: ModSpec, roots: readonly string[]): Promise<InstalledPackage | undefined> {
  if (spec.kind === 'tarball') return undefined
  if (spec.kind === 'folder') {
    const name = (await readPackageJson(spec.path))?.['name']
    const linked = typeof name === 'string' ? await resolvePackage(name, roots) : undefined
    return linked !== undefined && (await liesIn(linked, spec.path)) ? linked : undefined
  }
  const installed = await resolvePackage(spec.name, roots)
  const version = installed?.packageJson['version']
  if (spec.wanted === undefined) return installed
  return typeof version === 'string' && satisfies(version, spec.wanted) ? installed : undefined
}

async function installAndMerge(spec: ModSpec, store: ModStore, options: RegisterSpec): Promise<Checked<Registration>> {
  const writable = await tryWriting(options.location)
  if (!writable.ok) return writable
  const admit = (entry: RegistryEntry) => admitted(entry, options)
  if (spec.kind === 'folder') {
    const checked = await checkModFolder(spec.path)
    const entry = checked.ok ? await admit({...checked.value, source: 'local'}) : checked
    return entry.ok ? finish(entry.value, spec.path, store, options) : entry
  }
  const wanted = spec.kind === 'tarball' ? spec.path : `${spec.name}@${spec.wanted ?? 'latest'}`
  const entry = await store.stage(wanted, async (staged) => {
    const allowed = await checkAllowed(options.location, namedBy(staged.packageJson))
    if (!allowed.ok) return allowed
    const checked = await checkStaged(staged)
    return checked.ok ? admit(checked.value) : checked
  })
  if (!entry.ok) return entry
  return finish(entry.value, spec.kind === 'tarball' ? spec.path : `${spec.name}@${entry.value.metadata.version}`, store, options)
}

/** The entry, if the registry as it stands would take it. */
async function admitted(entry: RegistryEntry, {location, ...options}: RegisterSpec): Promise<Checked<RegistryEntry>> {
  const registry = await readRegistry(location)
  if (!registry.ok) return registry
  const merged = mergeEntry(registry.value, entry, mergeOptions(options))
  return merged.ok ? {ok: true, value: entry} : merged
}

async function finish(
  entry: RegistryEntry,
  installSpec: string,
  store: ModStore,
  options: RegisterSpec,
): Promise<Checked<Registration>> {
  const installed = await store.install(installSpec)
  if (!installed.ok) return installed
  const merged = await mergeNoted(entry, options, true)
  if (merged.ok) return merged
  return {ok: false, problems: [...merged.problems, ...(await installed.value.undo())]}
}

/** Merges an entry, and notes what its package needs: ahead, so that no registered mod is ever without. */
async function mergeNoted(entry: RegistryEntry, options: RegisterSpec, installed: boolean): Promise<Checked<Registration>> {
  const {file} = options.location
  const needs = await needsOf(entry, options)
  if (needs === undefined) return await merge(entry, options, installed)
  const forget = await noteAhead(file, entry, needs)
  const merged = await merge(entry, options, installed)
  if (merged.ok) await noteLock(file, entry, needs)
  else await forget()
  return merged
}

/** What the package needs, in the versions that are here now; nothing is noted of a folder, which can change at any time. */
async function needsOf(entry: RegistryEntry, {location, env}: RegisterSpec): Promise<LockedPackages | undefined> {
  if (entry.source === 'local' || entry.integrity === undefined) return undefined
  const found = await resolvePackage(entry.module_path, packageRoots(location.file, env))
  return found && Object.fromEntries([...(await modTree(found))].map(([path, {noted}]) => [path, noted] as const))
}

async function merge(entry: RegistryEntry, options: RegisterSpec, installed: boolean): Promise<Checked<Registration>> {
  const updated = await updateRegistry(options.location, (registry) => mergeEntry(registry, entry, mergeOptions(options)))
  return updated.ok ? {ok: true, value: {entry, registry: options.location.file, installed}} : updated
}

function mergeOptions({force, today}: Pick<RegisterSpec, 'force' | 'today'>): MergeOptions {
  return {force: force === true, today}
}
