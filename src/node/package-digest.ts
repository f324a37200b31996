import {createHash, type Hash} from 'node:crypto'
import {lstat, readdir, readFile, readlink, realpath} from 'node:fs/promises'
import {join, relative} from 'node:path'
import type {PackageDigests} from '../model/registry.js'
import {entryFile, readPackageJson} from './resolve-package.js'

/** What is taken when a package is registered, by which a later change of its files is noticed. */
export async function packageDigests(folder: string): Promise<PackageDigests> {
  const [entry, all] = await Promise.all([entryDigest(folder), filesDigest(folder)])
  return {entry, all}
}

/**
 * The digest of the two files that lead to a mod's code: package.json, and the file that importing it loads. One that is a
 * link counts as another file, whatever it holds, since it imports what lies beside where it leads to.
 */
export async function entryDigest(folder: string): Promise<string> {
  const file = entryFile(folder, (await readPackageJson(folder)) ?? {})
  const hash = createHash('sha256')
  addFile(hash, 'package.json', await readFile(join(folder, 'package.json')))
  if (file !== undefined) {
    const [content, isLink] = await Promise.all([readFile(file).catch(() => ''), leadsAway(folder, file)])
    addFile(hash, isLink ? 'link' : 'entry', content)
  }
  return textOf(hash)
}

async function leadsAway(folder: string, file: string): Promise<boolean> {
  try {
    const [from, to] = await Promise.all([realpath(folder), realpath(file)])
    return relative(from, to) !== relative(folder, file)
  } catch {
    return false
  }
}

/**
 * The digest of all files of a package, by path and content, in the order of their paths; its own node_modules, which
 * npm fills by what else is installed, is not part of it, nor are times and modes.
 */
export async function filesDigest(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of (await pathsIn(folder, '')).sort()) {
    const file = join(folder, path)
    const isLink = (await lstat(file)).isSymbolicLink()
    addFile(hash, isLink ? `link ${path}` : path, isLink ? await readlink(file) : await readFile(file))
  }
  return textOf(hash)
}

async function pathsIn(folder: string, below: string): Promise<string[]> {
  const found = await readdir(join(folder, below), {withFileTypes: true})
  const paths = found.map(async (one) => {
    const path = below === '' ? one.name : `${below}/${one.name}`
    if (!one.isDirectory()) return [path]
    return path === 'node_modules' ? [] : await pathsIn(folder, path)
  })
  return (await Promise.all(paths)).flat()
}

/** Lengths go in too, so that no content can pass for another file's name. */
function addFile(hash: Hash, name: string, content: Buffer | string): void {
  hash.update(`${String(Buffer.byteLength(name))} ${name} ${String(Buffer.byteLength(content))} `).update(content)
}

function textOf(hash: Hash): string {
  return `sha256-${hash.digest('base64')}`
}
