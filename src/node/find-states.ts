import {readdir, stat} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'

const name = '.datapy'
/** Folders below the working directory are looked through so deep. */
const deepest = 5

/**
 * The folders in which runs are kept that somebody in this folder means: the one that DATAPY_STATE_DIR names; else those
 * upward from here; else those below, links not followed.
 */
export async function findStates(env: NodeJS.ProcessEnv, from: string): Promise<readonly string[]> {
  const named = env['DATAPY_STATE_DIR']
  if (named !== undefined && named !== '') return [resolve(named)]
  const upward: string[] = []
  for (let folder = from; ; folder = dirname(folder)) {
    if (await holdsRuns(join(folder, name))) upward.push(join(folder, name))
    if (dirname(folder) === folder) break
  }
  return upward.length > 0 ? upward : await below(from, deepest)
}

async function below(folder: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => [])
  const own = entries.some((entry) => entry.name === name && entry.isDirectory()) ? [join(folder, name)] : []
  const found = (await Promise.all(own.map(async (path) => ((await holdsRuns(path)) ? [path] : [])))).flat()
  if (depth === 0) return found
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
  const deeper = await Promise.all(folders.map(async (entry) => await below(join(folder, entry.name), depth - 1)))
  return [...found, ...deeper.flat()]
}

async function holdsRuns(path: string): Promise<boolean> {
  return await stat(join(path, 'runs')).then(
    (runs) => runs.isDirectory(),
    () => false,
  )
}
