import {lstat, readFile, realpath, rename, rm, symlink, utimes} from 'node:fs/promises'
import {dirname, join, relative, sep} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {readPackageJson} from './resolve-package.js'
import {npmNoteFiles} from './npm-notes.js'
import {unfinishedName} from './unfinished-name.js'
import {writeFileAtomically} from './write-file-atomically.js'

const {wanted: lockFile, installed: hiddenLockFile} = npmNoteFiles
const newLock = '{"lockfileVersion": 3, "packages": {}}'

/** What of a package.json npm repeats in its lock file. */
const repeated = ['name', 'version', 'license', 'devDependencies', 'engines', 'peerDependencies', 'peerDependenciesMeta'] as const

/**
 * Links a folder into the node_modules of another, and notes it in package.json and both lock files just as
 * `npm install FOLDER` does, which takes twenty times as long. False where that is not all npm would do: the package
 * needs other packages or has programs, or something else than a link stands in its place; then nothing was changed.
 */
export async function linkFolder(folder: string, path: string): Promise<boolean> {
  const [from, to] = [await realpath(folder), await realpath(path)]
  const [packageJson, root] = [await readPackageJson(to), await readPackageJson(from)]
  const name = packageJson?.['name']
  if (packageJson === undefined || root === undefined || typeof name !== 'string' || !isAlone(packageJson)) return false
  const target = relative(from, to).split(sep).join('/')
  // Windows links folders in a way of its own, and a folder within is not one that npm would link like this.
  if (sep !== '/' || !target.startsWith('../') || !(await isFree(join(from, 'node_modules', name)))) return false
  const isNew = Object.keys(objectOf(root['dependencies'])).length === 0
  const [lock, hidden] = [await readLock(from, lockFile, isNew), await readLock(from, hiddenLockFile, isNew)]
  if (lock === undefined || hidden === undefined) return false

  const added = {
    [target]: Object.fromEntries(repeated.flatMap((key) => (packageJson[key] === undefined ? [] : [[key, packageJson[key]]]))),
    [`node_modules/${name}`]: {resolved: target, link: true},
  }
  const dependencies = sorted({...objectOf(root['dependencies']), [name]: `file:${target}`})
  const lockRoot = {name: root['name'] ?? 'datapy', ...objectOf(lock['']), dependencies}
  // The link comes last: once it is there, a registration that follows a kill takes the package for installed.
  await makeFolder(join(from, 'node_modules'))
  await writeLock(from, hiddenLockFile, root, {...without(hidden, name), ...added})
  await writeLock(from, lockFile, root, {...without(lock, name), ...added, '': lockRoot})
  await writeFileAtomically(join(from, 'package.json'), `${JSON.stringify({...root, dependencies}, null, 2)}\n`)
  await linkAt(join(from, 'node_modules', name), to)
  // npm believes this one while it is no older than the folders that it tells of, one of which has just been changed.
  const later = new Date(Date.now() + 10)
  await utimes(join(from, hiddenLockFile), later, later)
  return true
}

/** Whether a package needs nothing to be installed beside it, and nothing but itself is installed of it. */
function isAlone({
  dependencies,
  optionalDependencies,
  bundleDependencies,
  bin,
  directories,
  peerDependencies,
  peerDependenciesMeta,
}: JsonObject): boolean {
  if (bin !== undefined || directories !== undefined || bundleDependencies !== undefined) return false
  if ([dependencies, optionalDependencies].some((needed) => Object.keys(objectOf(needed)).length > 0)) return false
  const meta = objectOf(peerDependenciesMeta)
  return Object.keys(objectOf(peerDependencies)).every((peer) => objectOf(meta[peer])['optional'] === true)
}

async function isFree(at: string): Promise<boolean> {
  const there = await lstat(at).catch(() => undefined)
  return there === undefined || there.isSymbolicLink()
}

/** Puts a link in its place at once, whatever link was there. */
async function linkAt(at: string, to: string): Promise<void> {
  await makeFolder(dirname(at))
  const beside = join(dirname(at), await unfinishedName('link'))
  try {
    await symlink(relative(dirname(at), to), beside)
    await rename(beside, at)
  } finally {
    await rm(beside, {force: true})
  }
}

/** The packages of a lock file, none where nothing is installed yet; nothing where it is no such file. */
async function readLock(folder: string, file: string, isNew: boolean): Promise<JsonObject | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => (isNew ? newLock : ''))
  try {
    const lock: unknown = JSON.parse(text)
    return isJsonObject(lock) && lock['lockfileVersion'] === 3 && isJsonObject(lock['packages']) ? lock['packages'] : undefined
  } catch {
    return undefined
  }
}

async function writeLock(folder: string, file: string, root: JsonObject, packages: JsonObject): Promise<void> {
  const lock = {name: root['name'] ?? 'datapy', lockfileVersion: 3, requires: true, packages: sorted(packages)}
  await writeFileAtomically(join(folder, file), `${JSON.stringify(lock, null, 2)}\n`)
}

/** The packages of a lock file without what a link of this name led to before. */
function without(packages: JsonObject, name: string): JsonObject {
  const before = objectOf(packages[`node_modules/${name}`])['resolved']
  const isGone = (path: string) => typeof before === 'string' && (path === before || path.startsWith(`${before}/node_modules/`))
  return Object.fromEntries(Object.entries(packages).filter(([path]) => !isGone(path)))
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => one.localeCompare(other, 'en')))
}
