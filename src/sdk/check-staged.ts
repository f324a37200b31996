import {relative} from 'node:path'
import type {Checked, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {packageSource} from '../node/package-source.js'
import type {InstalledPackage} from '../node/resolve-package.js'
import {checkModFolder} from './check-mod-folder.js'

/** The entry of a package that is staged, as it would be registered; or every reason why it is no mod. */
export async function checkStaged(staged: InstalledPackage): Promise<Checked<RegistryEntry>> {
  const checked = await checkModFolder(staged.folder)
  return checked.ok
    ? {ok: true, value: {...checked.value, ...(await packageSource(staged))}}
    : {ok: false, problems: checked.problems.map((one) => unstaged(one, staged))}
}

/** A place in a staged package is gone when it is read: the file is named as it lies in the package. */
function unstaged(one: Problem, {folder, name}: InstalledPackage): Problem {
  const {at, ...rest} = one
  const message = one.message.replaceAll(folder, name)
  return at === undefined ? {...one, message} : {...rest, message, at: {...at, file: `${name}/${relative(folder, at.file)}`}}
}
