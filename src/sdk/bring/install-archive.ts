import {resolve} from 'node:path'
import {problem} from '../../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../../model/json.js'
import {own} from '../../model/own.js'
import type {Checked, Problem} from '../../model/problem.js'
import type {LockedPackages, RegistryEntry} from '../../model/registry.js'
import {dataFolder} from '../../node/data-folder.js'
import {neededIn, packageInArchive, unpackArchive} from '../../node/mod-archive.js'
import {withModStore} from '../../node/mod-store.js'
import {filesDigest} from '../../node/package-digest.js'
import {packageRoots} from '../../node/package-roots.js'
import {readRegistry} from '../../node/registry-file.js'
import {noteAhead, noteLock, readLocks} from '../../node/registry-locks.js'
import {withStagingFolder} from '../../node/staging-folder.js'
import {updateRegistry} from '../../node/update-registry.js'
import {checkEntry} from '../../registry/check-entry.js'
import type {LoadedRegistry} from '../../registry/loaded-registry.js'
import {mergeEntry} from '../../registry/merge-entry.js'
import {broughtProblems, standingOf, type BroughtMod, type Standing} from './brought-mod.js'
import type {BringSpec, Brought} from './install-frozen.js'
import {layBrought} from './lay-brought.js'

/**
 * Installs the mods of an archive that pack-mods wrote, with all they need, and registers those that are not yet. Needs
 * no network. All or nothing: an archive that is damaged, or not for this machine, changes nothing.
 */
export async function installArchive(archive: string, options: BringSpec): Promise<Checked<Brought>> {
  const data = dataFolder(options.env)
  return withModStore(data, options, () =>
    withStagingFolder<Checked<Brought>>(data, async (apart) => {
      const manifest = await unpackArchive(resolve(archive), apart)
      if (!manifest.ok) return manifest
      const mods = modsOf(manifest.value, apart, archive)
      if (!mods.ok) return mods
      const problems = (await Promise.all(mods.value.map((one) => problemsOf(one, archive)))).flat()
      return problems.length > 0 ? {ok: false, problems} : await layAndRegister(data, mods.value, options)
    }),
  )
}

function modsOf({mods}: JsonObject, unpacked: string, archive: string): Checked<readonly BroughtMod[]> {
  const given: readonly JsonValue[] = Array.isArray(mods) ? mods : []
  const found: BroughtMod[] = []
  for (const [index, one] of given.entries()) {
    const {entry, packages}: JsonObject = isJsonObject(one) ? one : {}
    const checked = checkEntry(entry ?? null, () => ({file: archive}))
    if (!checked.ok || !isLocked(packages))
      return {ok: false, problems: [problem('bad_archive', `the manifest of ${archive} is damaged`)]}
    found.push({entry: checked.value, folder: packageInArchive(unpacked, index), packages})
  }
  return found.length > 0 ? {ok: true, value: found} : {ok: false, problems: [problem('bad_archive', `${archive} holds no mods`)]}
}

/** Paths in the manifest must not lead out of the package either. */
function isLocked(packages: JsonValue | undefined): packages is LockedPackages & JsonObject {
  return (
    isJsonObject(packages) &&
    Object.entries(packages).every(
      ([path, node]) => isJsonObject(node) && !path.startsWith('/') && !path.split(/[\\/]/).includes('..'),
    )
  )
}

async function problemsOf(mod: BroughtMod, archive: string): Promise<readonly Problem[]> {
  const digests = await Promise.all(
    neededIn(mod.folder, mod.packages).map((folder) => filesDigest(folder).catch(() => undefined)),
  )
  const needs = Object.entries(mod.packages)
  const damaged = needs.find(([, node], index) => node['files'] !== digests[index])
  if (damaged !== undefined)
    return [
      problem(
        'bad_archive',
        `${archive} is damaged: ${damaged[0]} of ${mod.entry.metadata.type} has other files than were packed`,
      ),
    ]
  const foreign = needs.filter(([, node]) => node['files'] !== undefined && !takesThisMachine(node))
  if (foreign.length > 0) {
    const names = foreign.map(([path]) => path).join(', ')
    return [
      problem('other_platform', `${mod.entry.metadata.type}: ${names} is not for ${process.platform} on ${process.arch}`, {
        hint: 'pack the mods on a machine of the same kind as this one',
      }),
    ]
  }
  return await broughtProblems(mod)
}

/** As npm reads `os` and `cpu`: names, or names with `!` in front that are ruled out. */
function takesThisMachine({os, cpu}: JsonObject): boolean {
  const takes = (list: JsonValue | undefined, name: string) => {
    const names = Array.isArray(list) ? list.map(String) : typeof list === 'string' ? [list] : []
    const [out, wanted] = [names.filter((one) => one.startsWith('!')), names.filter((one) => !one.startsWith('!'))]
    return !out.includes(`!${name}`) && (wanted.length === 0 || wanted.includes(name) || wanted.includes('any'))
  }
  return takes(os, process.platform) && takes(cpu, process.arch)
}

async function layAndRegister(data: string, mods: readonly BroughtMod[], options: BringSpec): Promise<Checked<Brought>> {
  const {location, env} = options
  const registry = await readRegistry(location)
  if (!registry.ok) return registry
  const merged = registerAll(registry.value, mods, options)
  if (!merged.ok) return merged
  const [locks, roots] = [await readLocks(location.file), packageRoots(location.file, env)]
  const standings = await Promise.all(mods.map(({entry}) => standingOf(namedHere(registry.value, entry), roots, locks, data)))
  const toLay = mods.filter((_, index) => !isFine(standings[index]?.standing))
  const laid = await layBrought(data, toLay.map(withoutDigests))
  const changes = mods.some(({entry}) => !isRegistered(registry.value, entry))
  const forget: (() => Promise<void>)[] = []
  if (changes)
    for (const {entry, packages} of mods.map(withoutDigests)) forget.push(await noteAhead(location.file, entry, packages))
  const updated = changes ? await updateRegistry(location, (before) => registerAll(before, mods, options)) : registry
  if (!updated.ok) {
    await laid.undo()
    for (const one of forget.reverse()) await one()
    return updated
  }
  await laid.end()
  if (changes) for (const {entry, packages} of mods.map(withoutDigests)) await noteLock(location.file, entry, packages)
  const [installed, unchanged] = [toLay, mods.filter((one) => !toLay.includes(one))].map((some) => some.map(({entry}) => entry))
  return {ok: true, value: {installed: installed ?? [], unchanged: unchanged ?? []}}
}

/** The digests of an archive are for the way alone. */
function withoutDigests(mod: BroughtMod): BroughtMod {
  const packages = Object.entries(mod.packages).map(([path, {files: _, ...node}]) => [path, node] as const)
  return {...mod, packages: Object.fromEntries(packages)}
}

function registerAll(
  registry: LoadedRegistry,
  mods: readonly BroughtMod[],
  {force = false, today}: BringSpec,
): Checked<LoadedRegistry> {
  let all = registry
  for (const {entry} of mods.filter((one) => !isRegistered(registry, one.entry))) {
    const merged = mergeEntry(all, entry, {force, today})
    if (!merged.ok) return merged
    all = merged.value
  }
  return {ok: true, value: all}
}

/** Whether the registry names this very package already. */
function isRegistered({mods}: LoadedRegistry, {metadata, module_path: name, files}: RegistryEntry): boolean {
  const present = mods[metadata.type]
  return (
    present?.module_path === name &&
    present.metadata.version === metadata.version &&
    (present.source === 'local' || present.files?.all === files?.all)
  )
}

/** The entry by which a mod is judged: a link to the folder that its author works on is left alone, where it is here. */
function namedHere(registry: LoadedRegistry, entry: RegistryEntry): RegistryEntry {
  const present = own(registry.mods, entry.metadata.type)
  return present?.source === 'local' && isRegistered(registry, entry) ? present : entry
}

function isFine(standing: Standing | undefined): boolean {
  return standing === 'right' || standing === 'local'
}
