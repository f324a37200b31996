import {resolve} from 'node:path'
import {problem} from '../../errors/problem.js'
import type {Checked} from '../../model/problem.js'
import {dataFolder} from '../../node/data-folder.js'
import {withModStore} from '../../node/mod-store.js'
import {readPackageJson, resolvePackage} from '../../node/resolve-package.js'
import {checkModFolder} from '../check-mod-folder.js'
import type {RegisterSpec} from '../register-mod.js'
import {checkPlugin} from './check-plugin.js'
import {installNoted} from './install-noted.js'
import {installationOf, type PluginInstallation} from './install-plugin.js'

/** Links a folder as a plugin, so that its author can go on working on it. What is refused changes nothing. */
export async function linkPlugin(folder: string, options: RegisterSpec): Promise<Checked<PluginInstallation>> {
  const path = resolve(options.cwd, folder)
  const packageJson = await readPackageJson(path)
  const name = packageJson?.['name']
  if (packageJson === undefined || typeof name !== 'string') {
    // What is wrong with it is told as of any folder of a mod.
    const checked = await checkModFolder(path)
    const problems = checked.ok ? [problem('bad_mod_spec', `${path}/package.json has no name`)] : checked.problems
    return {ok: false, problems}
  }
  const checked = await checkPlugin({name, packageJson}, () => checkModFolder(path), options)
  if (!checked.ok) return checked
  return withModStore(dataFolder(options.env), options, async (store) => {
    const present = await resolvePackage(name, [dataFolder(options.env)])
    const before = typeof present?.packageJson['version'] === 'string' ? present.packageJson['version'] : null
    const installed = await installNoted(store, path, {name, type: 'link', root: path})
    return installed.ok ? {ok: true, value: installationOf(checked.value, before)} : installed
  })
}
