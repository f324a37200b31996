import {homedir, tmpdir} from 'node:os'
import {join, resolve} from 'node:path'

/**
 * The folder that holds a user's installed mods and own registry: oclif's data directory, computed as oclif does, so
 * that it can be known without loading oclif. Works without HOME.
 */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  const named = env['DATAPY_DATA_DIR']
  if (named !== undefined && named !== '') return resolve(named)
  const shared = env['XDG_DATA_HOME'] ?? (process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined)
  if (shared !== undefined && shared !== '') return join(shared, 'datapy')
  return join(homeOf(env), '.local/share/datapy')
}

/** The folder for what can be made again at any time: oclif's cache directory, computed as oclif does. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const named = env['DATAPY_CACHE_DIR']
  if (named !== undefined && named !== '') return resolve(named)
  if (process.platform === 'darwin') return join(homeOf(env), 'Library/Caches/datapy')
  const shared = env['XDG_CACHE_HOME'] ?? (process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined)
  if (shared !== undefined && shared !== '') return join(shared, 'datapy')
  return join(homeOf(env), '.cache/datapy')
}

/** The home folder, also for a user without HOME or an entry in the list of users. */
export function homeOf(env: NodeJS.ProcessEnv): string {
  const home = env['HOME']
  if (home !== undefined && home !== '') return home
  try {
    return homedir()
  } catch {
    // A user id without an entry in the system's list of users, as in many containers.
    return tmpdir()
  }
}
