import {cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A folder that is brought back to how it was before each try. */
export interface FaultedProject {
  readonly folder: string
  /** What a process gets, so that all it reads and writes of its own lies in the folder. */
  readonly env: NodeJS.ProcessEnv
  reset(): Promise<void>
  /** All files, folders and links in it, with their content. */
  files(): Promise<ReadonlyMap<string, string>>
  remove(): Promise<void>
}

/** `fill` writes what is there in the beginning. */
export async function faultedProject(fill: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>): Promise<FaultedProject> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'datapy-fault-')))
  const [folder, pristine] = [join(home, 'project'), join(home, 'pristine')]
  const env = {
    ...process.env,
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'home/cache'),
    DATAPY_DATA_DIR: join(folder, 'home/data'),
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_offline: 'true',
  }
  const reset = async () => {
    await rm(folder, {recursive: true, force: true})
    await cp(pristine, folder, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true})
  }
  await mkdir(join(folder, 'home'), {recursive: true})
  await fill(folder, env)
  await cp(folder, pristine, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true})
  return {folder, env, reset, files: () => filesIn(folder), remove: () => rm(home, {recursive: true, force: true})}
}

/** What lies in a folder by its path in it: the content of files, where links lead, `/` for folders. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder, {recursive: true})).sort()
  const contents = names.map(async (name): Promise<[string, string]> => {
    const path = join(folder, name)
    const there = await lstat(path)
    if (there.isDirectory()) return [name, '/']
    return [name, there.isSymbolicLink() ? `-> ${await readlink(path)}` : (await readFile(path)).toString('latin1')]
  })
  return new Map(await Promise.all(contents))
}
