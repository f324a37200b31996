import {dirname, join, resolve} from 'node:path'
import {makeFolder} from '../../data/make-folder.js'
import {problem} from '../../errors/problem.js'
import {fileFault} from '../../errors/file-fault.js'
import type {JsonObject, JsonValue} from '../../model/json.js'
import type {Checked, Problem} from '../../model/problem.js'
import type {RegistryEntry} from '../../model/registry.js'
import {modChanged} from '../../node/changed-package.js'
import {packageMissing} from '../../node/import-mod.js'
import {unpackTarball, writeArchive, type PackageToPack} from '../../node/mod-archive.js'
import {modTree} from '../../node/mod-tree.js'
import {runNpm} from '../../node/npm.js'
import {filesDigest, packageDigests} from '../../node/package-digest.js'
import {packageRoots} from '../../node/package-roots.js'
import {readRegistry} from '../../node/registry-file.js'
import {readLocks, type RegistryLocks} from '../../node/registry-locks.js'
import type {InstalledPackage} from '../../node/resolve-package.js'
import {tempFolder} from '../../node/temp-folder.js'
import {findMod} from '../../registry/find-mod.js'
import {sorted} from '../../registry/format-registry.js'
import {standingOf} from './brought-mod.js'
import type {BringSpec} from './install-frozen.js'

/** An archive that has been written. */
export interface PackedMods {
  readonly file: string
  readonly mods: readonly RegistryEntry[]
}

interface Packed {
  readonly entry: RegistryEntry
  readonly toPack: PackageToPack
  /** What stands in the manifest. */
  readonly noted: JsonObject
}

/**
 * Packs mods of a registry, with all they need, into one file for a machine without a network: those of the given types,
 * or all that do not ship. What is not here as the registry names it is refused.
 */
export async function packMods(types: readonly string[], out: string, options: BringSpec): Promise<Checked<PackedMods>> {
  const registry = await readRegistry(options.location)
  if (!registry.ok) return registry
  const file = resolve(out)
  const wanted = (types.length > 0 ? [...new Set(types)].sort() : Object.keys(registry.value.mods).sort()).map((type) =>
    findMod(registry.value, type, options.location.file),
  )
  const unknown = wanted.flatMap((one) => (one.ok ? [] : one.problems))
  if (unknown.length > 0) return {ok: false, problems: unknown}
  const [locks, roots] = [await readLocks(options.location.file), packageRoots(options.location.file, options.env)]
  const {path: work, remove} = await tempFolder('datapy-pack')
  try {
    const [packed, problems]: [Packed[], Problem[]] = [[], []]
    for (const entry of wanted.flatMap((one) => (one.ok ? [one.value] : []))) {
      const one = await packOne(entry, {roots, locks, work: join(work, String(packed.length)), options})
      if (!one.ok) problems.push(...one.problems)
      else if (one.value !== undefined) packed.push(one.value)
    }
    if (problems.length === 0 && packed.length === 0)
      problems.push(problem('nothing_to_pack', `${options.location.file} has no mods but those that ship with DataPy`))
    if (problems.length > 0) return {ok: false, problems}
    await makeFolder(dirname(file))
    const manifest = {format: 1, mods: packed.map(({noted}) => noted)}
    await writeArchive(
      file,
      manifest,
      packed.map(({toPack}) => toPack),
      join(work, 'archive'),
    )
    return {ok: true, value: {file, mods: packed.map(({entry}) => entry)}}
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return {ok: false, problems: [fileFault('archive_unwritable', `cannot write ${file}`, error, {path: file})]}
  } finally {
    await remove()
  }
}

interface PackContext {
  readonly roots: readonly string[]
  readonly locks: RegistryLocks
  /** A folder of its own for this mod, not there yet. */
  readonly work: string
  readonly options: BringSpec
}

/** Undefined for one that ships. */
async function packOne(entry: RegistryEntry, {roots, locks, work, options}: PackContext): Promise<Checked<Packed | undefined>> {
  const {standing, installed} = await standingOf(entry, roots, locks)
  if (installed === undefined) return {ok: false, problems: [packageMissing(entry, roots)]}
  if (standing === 'ships') return {ok: true, value: undefined}
  if (standing === 'wrong') return {ok: false, problems: [modChanged(entry, 'what is installed is not what was registered')]}
  const folder =
    entry.source === 'local' ? await publishedPart(installed, work, options) : {ok: true as const, value: installed.folder}
  if (!folder.ok) return folder
  const needs = await modTree(installed)
  const {source: _, ...rest} = entry
  const carried = {...rest, files: await packageDigests(folder.value)}
  const packages = [...needs].map(async ([path, {folder: at, noted: about}]) => {
    // An optional package of another platform is noted, and not in the archive.
    return [path, at === undefined ? about : {...about, files: await filesDigest(at)}] as const
  })
  const noted = {entry: carried, packages: Object.fromEntries(await Promise.all(packages))}
  return {
    ok: true,
    // An entry is JSON.
    value: {entry, toPack: {folder: folder.value, needs}, noted: sorted(noted as unknown as JsonValue) as JsonObject},
  }
}

/** Of a folder just what would be published of it. */
async function publishedPart({folder}: InstalledPackage, work: string, {log, signal}: BringSpec): Promise<Checked<string>> {
  await makeFolder(work)
  const packed = await runNpm(['pack', folder, '--json', `--pack-destination=${work}`], {folder: work, log: undefined, signal})
  if (!packed.ok) return packed
  log?.(`packed ${folder}`)
  return await unpackTarball(work)
}
