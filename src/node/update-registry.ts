import {dirname} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {syncFolder} from '../data/sync.js'
import {problem} from '../errors/problem.js'
import {fileFault} from '../errors/file-fault.js'
import type {Checked, Problem} from '../model/problem.js'
import {formatRegistry} from '../registry/format-registry.js'
import {jsonPlaces} from '../registry/json-places.js'
import {upperOf} from '../registry/layer-registries.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {parseRegistry} from '../registry/parse-registry.js'
import {throughLinks} from './through-links.js'
import {withLock} from './with-lock.js'
import {removeUnfinished} from './remove-unfinished.js'
import {readOwn, readRegistry, registryTexts, type RegistryLocation} from './registry-file.js'
import {writeFileAtomically} from './write-file-atomically.js'

/**
 * Changes a registry: reads it, applies `change`, writes what comes of it, all under a lock, so that changes by several
 * processes at once are all kept. A refused change writes nothing. A user's own registry is made at first need, and
 * holds only what differs from the one that ships. `change` must be quick: nobody else can write meanwhile.
 */
export async function updateRegistry(
  location: RegistryLocation,
  change: (registry: LoadedRegistry) => Checked<LoadedRegistry>,
): Promise<Checked<LoadedRegistry>> {
  let changed: Checked<LoadedRegistry> | undefined
  const told = await whileLocked(location, async (file) => (changed = await changeLocked({...location, file}, change)))
  // A lock that cannot be removed once the registry is written is passed over when this process has ended.
  return changed?.ok === true ? changed : told
}

/** Finds out whether a registry can be written, without changing it: before something is installed for it. */
export function tryWriting(location: RegistryLocation): Promise<Checked<undefined>> {
  return whileLocked(location, () => Promise.resolve({ok: true, value: undefined}))
}

async function whileLocked<T>(location: RegistryLocation, work: (file: string) => Promise<Checked<T>>): Promise<Checked<T>> {
  try {
    if (location.base !== undefined) for (const holder of await makeFolder(dirname(location.file))) await syncFolder(holder)
    // Beside the file itself, so that all who reach it, by whatever links, meet the same lock.
    const file = await throughLinks(location.file)
    return await withLock(`${file}.lock`, () => work(file))
  } catch (error) {
    if (!isSystemError(error)) throw error
    const read = error.code === 'ENOENT' ? await readRegistry(location) : undefined
    if (read?.ok === false) return read
    return {
      ok: false,
      problems: [fileFault('registry_unwritable', `cannot write ${location.file}`, error, {path: location.file})],
    }
  }
}

async function changeLocked(
  location: RegistryLocation,
  change: (registry: LoadedRegistry) => Checked<LoadedRegistry>,
): Promise<Checked<LoadedRegistry>> {
  const before = await readRegistry(location)
  if (!before.ok) return before
  const repeated = await repeatedKeys(location)
  if (repeated.length > 0) return {ok: false, problems: repeated}
  const after = change(before.value)
  if (!after.ok) return after
  const written = location.base === undefined ? after : await ownPart(location, location.base, after.value)
  if (!written.ok) return written
  const text = formatRegistry(written.value)
  const spoilt = spoiltBy(text, before.value, location.file)
  if (spoilt.length > 0) return {ok: false, problems: spoilt}
  await removeUnfinished(dirname(location.file))
  await writeFileAtomically(location.file, text)
  return after
}

/** What a change made wrong: the new text is read as any reader will. Entries that were wrong before may stay so. */
function spoiltBy(text: string, before: LoadedRegistry, file: string): readonly Problem[] {
  const read = parseRegistry(text, file)
  const problems = read.ok
    ? [...(read.value.faulty ?? [])].flatMap(([type, entry]) => (before.faulty?.has(type) === true ? [] : entry.problems))
    : read.problems
  return problems.map(({code, message, hint}) => ({code, message, ...(hint !== undefined && {hint})}))
}

async function ownPart(location: RegistryLocation, base: string, after: LoadedRegistry): Promise<Checked<LoadedRegistry>> {
  const today = after._metadata.last_updated
  const [lower, own] = [await readRegistry({file: base}), await readOwn(location, today)]
  if (!lower.ok || !own.ok) return lower.ok ? own : lower
  const {created} = own.value._metadata
  return {
    ok: true,
    value: {...upperOf(after, lower.value), _metadata: {...after._metadata, created: created === '' ? today : created}},
  }
}

/** Keys that are there twice in a registry's files: JSON.parse keeps the last of them, so writing would lose the others. */
export async function repeatedKeys(location: RegistryLocation): Promise<readonly Problem[]> {
  const texts = await registryTexts(location)
  return texts.flatMap(({file, text}) =>
    jsonPlaces(text, file).repeated.map(({path, at}) => {
      const key = String(path.at(-1))
      const isType = path.length === 2 && path[0] === 'mods'
      const message = isType
        ? `mod type "${key}" is registered twice in ${file}`
        : `the key ${path.join('.')} is there twice in ${file}`
      return problem('repeated_key', message, {at, hint: 'only the last counts: remove the other'})
    }),
  )
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
