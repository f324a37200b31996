import {readdir, stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {dataError, isDataPyError} from './data-errors.js'
import {unreadable} from './csv/source-chunks.js'

/**
 * The files that paths name, absolute and in order: a path that exists is taken as it is, any other with `*`, `?` or
 * `[…]` is a pattern, whose files come sorted by name. `**` stands for any number of folders. Throws where there is none.
 */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) throw dataError('file_unreadable', 'there is no file to read')
  const found: string[] = []
  for (const path of paths) found.push(...(await filesOf(resolve(path))))
  return found
}

/** Whether a path that is not there means a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path)
}

/** Whether a path is one of those that a pattern of `findFiles` means. */
export function isMatch(path: string, pattern: string): boolean {
  if (!isGlob(pattern)) return path === pattern
  return matchesParts(path.split('/'), pattern.split('/'))
}

function matchesParts([name, ...names]: readonly string[], [part, ...parts]: readonly string[]): boolean {
  if (part === undefined) return name === undefined
  if (part === '**')
    return matchesParts([name ?? '', ...names], parts) || (name !== undefined && matchesParts(names, [part, ...parts]))
  if (name === undefined || !toPattern(part).test(name) || (name.startsWith('.') && !part.startsWith('.'))) return false
  return matchesParts(names, parts)
}

async function filesOf(path: string): Promise<string[]> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory())
      throw dataError('file_unreadable', `${path} is a folder`, {
        at: {file: path},
        hint: `name its files, for instance as ${join(path, '*')}`,
      })
    return [path]
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw isDataPyError(error) ? error : unreadable(path, error)
    }
    if (!isGlob(path)) throw unreadable(path, error)
  }
  const files = (
    await matching(
      '/',
      path.split('/').filter((part) => part !== ''),
    )
  ).sort()
  if (files.length === 0) throw dataError('file_unreadable', `no file matches ${path}`, {at: {file: path}})
  return files
}

async function matching(folder: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts
  if (part === undefined) return []
  if (part === '**') {
    const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    const below = await Promise.all(folders.map(async (entry) => await matching(join(folder, entry.name), parts)))
    return [...(await matching(folder, rest)), ...below.flat()]
  }
  if (!isGlob(part)) return await go(join(folder, part), rest)
  const pattern = toPattern(part)
  const entries = (await entriesOf(folder)).filter(
    ({name}) => pattern.test(name) && (!name.startsWith('.') || part.startsWith('.')),
  )
  return (await Promise.all(entries.map(async ({name}) => await go(join(folder, name), rest)))).flat()
}

async function go(path: string, rest: readonly string[]): Promise<string[]> {
  if (rest.length > 0) return await matching(path, rest)
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) mustBeNamable(path)
  return stats?.isFile() === true ? [path] : []
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, {withFileTypes: true})
  } catch {
    mustBeNamable(folder)
    return []
  }
}

/** What the system listed and yet does not find may have a name that is no text, which must not be left out without a word. */
function mustBeNamable(path: string): void {
  if (!path.includes('\uFFFD')) return
  throw dataError('file_unreadable', `the name of ${path} is not UTF-8, and cannot be read`, {
    at: {file: path},
    hint: 'rename it; find -print0 and ls -b show its bytes',
  })
}

function toPattern(part: string): RegExp {
  const source = part.replaceAll(/\[!?[^\]]+\]|[\s\S]/g, (token) => {
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1) return token.replace('[!', '[^').replaceAll('\\', '\\\\')
    return token.replace(/[.+^${}()|[\]\\]/, String.raw`\$&`)
  })
  return new RegExp(`^${source}$`, 'su')
}
