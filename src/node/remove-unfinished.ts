import {lstat, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {lifeOfMaker} from './unfinished-name.js'

/** After so long, what a process of another host or container was making counts as left behind. */
const silentMs = 2 * 86_400_000

/**
 * Removes what killed processes were making in a folder, files and folders with a name of `unfinishedName`. What may be in
 * the making, or is another user's, stays. Gives the paths that it removed; never fails.
 */
export async function removeUnfinished(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const removed: string[] = []
  for (const name of names.filter((one) => one.endsWith('.tmp'))) {
    const path = join(folder, name)
    try {
      const life = await lifeOfMaker(name)
      if (life === undefined || life === 'lives') continue
      const {uid, mtimeMs} = await lstat(path)
      const isOwn = process.getuid === undefined || uid === process.getuid()
      if (!isOwn || (life === 'elsewhere' && Date.now() - mtimeMs < silentMs)) continue
      await rm(path, {recursive: true, force: true})
      removed.push(path)
    } catch {
      // Another process clears up at the same time.
    }
  }
  return removed
}
