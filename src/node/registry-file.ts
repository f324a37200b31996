import {closeSync, fstatSync, lstatSync, openSync, readFileSync, statSync, type BigIntStats} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {problem} from '../errors/problem.js'
import {fileFault} from '../errors/file-fault.js'
import type {Checked} from '../model/problem.js'
import {layRegistries} from '../registry/layer-registries.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {newRegistry} from '../registry/new-registry.js'
import {parseRegistry} from '../registry/parse-registry.js'
import {dataFolder} from './data-folder.js'
import {frameworkRoot} from './framework-root.js'
import {keepIndex, readIndexed} from './registry-index.js'
import {utf8Text} from './utf8-text.js'

/** Where a registry is. */
export interface RegistryLocation {
  /** The file that is written to. */
  readonly file: string
  /** The registry that ships, which lies under a user's own; a user's own may itself not be there yet. */
  readonly base?: string
}

export interface RegistryChoice {
  /** What --registry names. */
  readonly flag?: string | undefined
  readonly env: NodeJS.ProcessEnv
  /** The folder from which a registry.json is looked for upward. */
  readonly from: string
}

/**
 * The registry that holds: the one that is named (--registry, then DATAPY_REGISTRY), else the nearest registry.json
 * upward that has mods, else the user's own over the one that ships.
 */
export async function findRegistry(choice: RegistryChoice): Promise<Checked<RegistryLocation>> {
  const found = await search(choice, readFrom)
  return found.ok ? {ok: true, value: found.value.location} : found
}

/**
 * Finds the registry that holds, and reads it. Where `types` are given, and an index of the file tells where they stand,
 * they are all that is read of it.
 */
export async function loadRegistry(
  choice: RegistryChoice,
  types?: ReadonlySet<string>,
): Promise<Checked<{readonly location: RegistryLocation; readonly registry: LoadedRegistry}>> {
  const read: Read = async (file) => {
    const indexed = types && readIndexed(file, types, choice.env)
    if (indexed !== undefined) return {found: true, parsed: {ok: true, value: indexed}}
    return await readFrom(
      file,
      types &&
        (async (whole) => {
          await keepIndex(file, whole, choice.env)
        }),
    )
  }
  const found = await search(choice, read)
  if (!found.ok) return found
  const {location, registry} = found.value
  const whole: Checked<LoadedRegistry> = registry === undefined ? await readLayers(location, read) : {ok: true, value: registry}
  return whole.ok ? {ok: true, value: {location, registry: whole.value}} : whole
}

async function search(
  {flag, env, from}: RegistryChoice,
  read: Read,
): Promise<Checked<{readonly location: RegistryLocation; readonly registry?: LoadedRegistry}>> {
  const named = flag ?? env['DATAPY_REGISTRY']
  if (named !== undefined && named !== '') return {ok: true, value: {location: {file: resolve(named)}}}
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, 'registry.json')
    const one = await read(file)
    if (one.found) {
      if (one.parsed.ok) return {ok: true, value: {location: {file}, registry: one.parsed.value}}
      // Another tool's registry.json is passed over; one that cannot be read may be the one that was meant.
      if (one.parsed.problems.some(({code}) => code === 'registry_not_json')) return one.parsed
    } else if (!passable.has(one.error.code ?? '') || isLink(file)) {
      return {ok: false, problems: [unreadable(file, one.error)]}
    }
    if (folder === dirname(folder)) break
  }
  return {
    ok: true,
    value: {location: {file: join(dataFolder(env), 'registry.json'), base: join(frameworkRoot(), 'registry.json')}},
  }
}

/** A link that leads nowhere may lead to the registry that was meant. */
function isLink(file: string): boolean {
  try {
    return lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() === true
  } catch {
    return false
  }
}

/** What there is no file of that name means to a search. */
const passable = new Set(['EISDIR', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR'])

/** The registry at a location; a user's own laid over the one that ships. Reading never writes. */
export function readRegistry(location: RegistryLocation): Promise<Checked<LoadedRegistry>> {
  return readLayers(location, readFrom)
}

async function readLayers(location: RegistryLocation, read: Read): Promise<Checked<LoadedRegistry>> {
  if (location.base === undefined) return readOne(location.file, read)
  const [lower, upper] = [await readOne(location.base, read), await readOwn(location, '', read)]
  if (!lower.ok || !upper.ok) return lower.ok ? upper : lower
  return {ok: true, value: layRegistries(lower.value, upper.value)}
}

/** The user's own registry, empty while there is none. */
export async function readOwn({file}: RegistryLocation, today = '', read: Read = readFrom): Promise<Checked<LoadedRegistry>> {
  const own = await readOne(file, read)
  const isAbsent = !own.ok && own.problems.some(({code}) => code === 'registry_missing')
  return isAbsent ? {ok: true, value: newRegistry('Mods of this user, over those that ship with DataPy', today)} : own
}

async function readOne(file: string, read: Read): Promise<Checked<LoadedRegistry>> {
  const one = await read(file)
  if (one.found) return one.parsed
  if (one.error.code === 'ENOENT' || one.error.code === 'ENOTDIR') {
    return {
      ok: false,
      problems: [
        problem('registry_missing', `there is no registry file ${file}`, {
          hint: 'name another with --registry or DATAPY_REGISTRY',
        }),
      ],
    }
  }
  return {ok: false, problems: [unreadable(file, one.error)]}
}

/** The files of a location that are there and UTF-8, as text, the one that ships first. */
export async function registryTexts({
  file,
  base,
}: RegistryLocation): Promise<readonly {readonly file: string; readonly text: string}[]> {
  const paths = [...(base === undefined ? [] : [base]), file]
  const contents = await Promise.all(paths.map(contentOf))
  return contents.flatMap((content, index) => {
    const read = content.found ? utf8Text(content.bytes) : undefined
    return read?.ok === true ? [{file: paths[index] ?? file, text: read.text}] : []
  })
}

type Absent = {readonly found: false; readonly error: NodeJS.ErrnoException}
type Read = (file: string) => Promise<Absent | {readonly found: true; readonly parsed: Checked<LoadedRegistry>}>

/** What a registry was read from. */
interface WholeFile {
  readonly bytes: Buffer
  readonly stats: BigIntStats
  readonly registry: LoadedRegistry
}

async function readFrom(file: string, onWhole?: (whole: WholeFile) => Promise<void>): ReturnType<Read> {
  const content = await contentOf(file)
  if (!content.found) return content
  const read = utf8Text(content.bytes)
  if (!read.ok) {
    const at = {at: {file, line: read.line}, hint: read.hint}
    return {
      found: true,
      parsed: {ok: false, problems: [problem('registry_not_json', `${file} is not JSON: it is not UTF-8`, at)]},
    }
  }
  const parsed = parseRegistry(read.text, file)
  if (parsed.ok) await onWhole?.({...content, registry: parsed.value})
  return {found: true, parsed}
}

async function contentOf(
  file: string,
): Promise<Absent | {readonly found: true; readonly bytes: Buffer; readonly stats: BigIntStats}> {
  try {
    // What is no file, such as a pipe, may keep us waiting, and is read as one can wait. A file is read at once: it is the
    // first that a command needs, and to start Node's threads for it takes longer than to read it.
    if (!statSync(file).isFile()) return {found: true, bytes: await readFile(file), stats: statSync(file, {bigint: true})}
    const handle = openSync(file, 'r')
    try {
      return {found: true, stats: fstatSync(handle, {bigint: true}), bytes: readFileSync(handle)}
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    return {found: false, error: error as NodeJS.ErrnoException}
  }
}

function unreadable(file: string, error: NodeJS.ErrnoException) {
  return fileFault('registry_unreadable', `cannot read the registry ${file}`, error, {path: file})
}
