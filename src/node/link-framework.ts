import {lstat, realpath, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {readPackageJson} from './resolve-package.js'

/**
 * Makes `datapy` resolve from a package's folder where it does not: links node_modules/datapy to this framework, and its
 * command beside it, as npm would. Whatever is installed there already stays. Gives whether it made the link.
 */
export async function linkFramework(folder: string, framework: string): Promise<boolean> {
  const modules = join(folder, 'node_modules')
  const link = join(modules, 'datapy')
  const isThere = (await readPackageJson(link)) !== undefined
  if (!isThere) {
    await makeFolder(modules)
    await rm(link, {recursive: true, force: true}) // a link to a framework that has gone
    await symlink(await realpath(framework), link, 'junction')
  }
  await linkCommand(join(modules, '.bin'))
  return !isThere
}

async function linkCommand(bin: string): Promise<void> {
  const command = join(bin, 'datapy')
  const isThere = await lstat(command).then(
    () => true,
    () => false,
  )
  if (isThere) return
  await makeFolder(bin)
  if (process.platform === 'win32') await writeFile(`${command}.cmd`, '@node "%~dp0\\..\\datapy\\bin\\run.js" %*\r\n')
  else await symlink('../datapy/bin/run.js', command)
}
