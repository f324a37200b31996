import {cp, readdir, readFile, rename, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {syncFile, syncFolder} from '../data/sync.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {LockedPackages} from '../model/registry.js'
import {removeUnfinished} from './remove-unfinished.js'
import {unfinishedName} from './unfinished-name.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** The first file of an archive, which says what else is in it. */
const manifestName = 'datapy-mods.json'

/** A package that goes into an archive: its folder, and those of what it needs, by path below its node_modules. */
export interface PackageToPack {
  readonly folder: string
  readonly needs: ReadonlyMap<string, {readonly folder: string | undefined}>
}

/** Where the package of the mod at this place of the manifest lies in an unpacked archive. */
export function packageInArchive(unpacked: string, index: number): string {
  return join(unpacked, 'mods', String(index))
}

/** Where what a package needs lies below it. */
export function neededIn(folder: string, packages: LockedPackages): readonly string[] {
  return Object.keys(packages).map((path) => join(folder, 'node_modules', path))
}

/** Writes an archive, tar.gz; the same content gives the same bytes. `work` is a folder of its own that is not there yet. */
export async function writeArchive(
  file: string,
  manifest: JsonObject,
  packages: readonly PackageToPack[],
  work: string,
): Promise<void> {
  await makeFolder(work)
  try {
    for (const [index, {folder, needs}] of packages.entries()) {
      const place = packageInArchive(work, index)
      await copyPackage(folder, place)
      for (const [path, need] of needs)
        if (need.folder !== undefined) await copyPackage(need.folder, join(place, 'node_modules', path))
    }
    await writeFileAtomically(join(work, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
    const files = (await readdir(work, {recursive: true, withFileTypes: true}))
      .filter((one) => !one.isDirectory())
      .map((one) => join(one.parentPath, one.name).slice(work.length + 1))
      .sort()
    const {create} = await import('tar')
    await removeUnfinished(dirname(file))
    const temporary = join(dirname(file), await unfinishedName(basename(file)))
    try {
      await create({file: temporary, cwd: work, gzip: true, portable: true, noMtime: true}, [
        manifestName,
        ...files.filter((one) => one !== manifestName),
      ])
      await syncFile(temporary)
      await rename(temporary, file)
      await syncFolder(dirname(file))
    } finally {
      await rm(temporary, {force: true})
    }
  } finally {
    await rm(work, {recursive: true, force: true})
  }
}

/** Copies a package without its node_modules. */
async function copyPackage(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to))
  await cp(from, to, {recursive: true, dereference: true, filter: (path) => path !== join(from, 'node_modules')})
}

/** Unpacks the one tarball that `npm pack` has left in a folder, and gives the folder of its package. */
export async function unpackTarball(folder: string): Promise<Checked<string>> {
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) return {ok: false, problems: [problem('npm_failed', `npm has packed nothing into ${folder}`)]}
  const {extract} = await import('tar')
  await extract({file: join(folder, tarball), cwd: folder, strict: true})
  return {ok: true, value: join(folder, 'package')}
}

/** Unpacks an archive into a folder, and gives its manifest. What is not such an archive, or reaches out of it, is refused. */
export async function unpackArchive(file: string, folder: string): Promise<Checked<JsonObject>> {
  const odd: string[] = []
  try {
    const {extract} = await import('tar')
    await extract({
      file,
      cwd: folder,
      strict: true,
      preserveOwner: false,
      filter(path, entry) {
        const isPlain = 'type' in entry && (entry.type === 'File' || entry.type === 'Directory')
        const isOurs = path === manifestName || (path.startsWith('mods/') && !path.split('/').includes('..'))
        if (!isPlain || !isOurs) odd.push(path)
        return isPlain && isOurs
      },
    })
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? `there is no file ${file}` : `cannot unpack ${file}: ${message}`
    return {ok: false, problems: [problem('bad_archive', reason)]}
  }
  if (odd[0] !== undefined)
    return {ok: false, problems: [problem('bad_archive', `${file} holds "${odd[0]}", which no archive of mods does`)]}
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, manifestName), 'utf8'))
    if (isJsonObject(manifest) && manifest['format'] === 1) return {ok: true, value: manifest}
  } catch {
    // Told below.
  }
  return {
    ok: false,
    problems: [problem('bad_archive', `${file} is no archive of mods: it has no ${manifestName} of a form that is known`)],
  }
}
