import {readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'
import {layRegistries} from '../registry/layer-registries.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {newRegistry} from '../registry/new-registry.js'
import {parseRegistry} from '../registry/parse-registry.js'
import {dataFolder} from './data-folder.js'
import {frameworkRoot} from './framework-root.js'

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
export async function findRegistry({flag, env, from}: RegistryChoice): Promise<Checked<RegistryLocation>> {
  const named = flag ?? env['DATAPY_REGISTRY']
  if (named !== undefined && named !== '') return {ok: true, value: {file: resolve(named)}}
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, 'registry.json')
    const text = await textOf(file)
    if (text.found) {
      const parsed = parseRegistry(text.text, file)
      if (parsed.ok) return {ok: true, value: {file}}
      // Another tool's registry.json is passed over; one that cannot be read may be the one that was meant.
      if (parsed.problems.some(({code}) => code === 'registry_not_json')) return parsed
    } else if (!passable.has(text.error.code ?? '')) {
      return {ok: false, problems: [unreadable(file, text.error)]}
    }
    if (folder === dirname(folder)) break
  }
  return {ok: true, value: {file: join(dataFolder(env), 'registry.json'), base: join(frameworkRoot(), 'registry.json')}}
}

/** What there is no file of that name means to a search. */
const passable = new Set(['EISDIR', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR'])

/** The registry at a location; a user's own laid over the one that ships. Reading never writes. */
export async function readRegistry(location: RegistryLocation): Promise<Checked<LoadedRegistry>> {
  if (location.base === undefined) return readOne(location.file)
  const [lower, upper] = [await readOne(location.base), await readOwn(location)]
  if (!lower.ok || !upper.ok) return lower.ok ? upper : lower
  return {ok: true, value: layRegistries(lower.value, upper.value)}
}

/** The user's own registry, empty while there is none. */
export async function readOwn({file}: RegistryLocation, today = ''): Promise<Checked<LoadedRegistry>> {
  const own = await readOne(file)
  const isAbsent = !own.ok && own.problems.some(({code}) => code === 'registry_missing')
  return isAbsent ? {ok: true, value: newRegistry('Mods of this user, over those that ship with DataPy', today)} : own
}

async function readOne(file: string): Promise<Checked<LoadedRegistry>> {
  const text = await textOf(file)
  if (text.found) return parseRegistry(text.text, file)
  if (text.error.code === 'ENOENT' || text.error.code === 'ENOTDIR') {
    return {
      ok: false,
      problems: [
        problem('registry_missing', `there is no registry file ${file}`, {
          hint: 'name another with --registry or DATAPY_REGISTRY',
        }),
      ],
    }
  }
  return {ok: false, problems: [unreadable(file, text.error)]}
}

/** The files of a location that are there, as text, the one that ships first. */
export async function registryTexts({
  file,
  base,
}: RegistryLocation): Promise<readonly {readonly file: string; readonly text: string}[]> {
  const texts = await Promise.all(
    [...(base === undefined ? [] : [base]), file].map(async (path) => ({file: path, read: await textOf(path)})),
  )
  return texts.flatMap(({file: path, read}) => (read.found ? [{file: path, text: read.text}] : []))
}

type TextOfFile = {readonly found: false; readonly error: NodeJS.ErrnoException} | {readonly found: true; readonly text: string}

async function textOf(file: string): Promise<TextOfFile> {
  try {
    const text = await readFile(file, 'utf8')
    // A byte order mark, which editors on Windows leave, is no part of the JSON.
    return {found: true, text: text.startsWith('\uFEFF') ? text.slice(1) : text}
  } catch (error) {
    return {found: false, error: error as NodeJS.ErrnoException}
  }
}

function unreadable(file: string, error: NodeJS.ErrnoException) {
  const reason = error.code === 'EISDIR' ? 'it is a folder' : error.message
  return problem('registry_unreadable', `cannot read the registry ${file}: ${reason}`)
}
