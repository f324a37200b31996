import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import {problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {splitDependency} from '../registry/split-dependency.js'
import {apiProblem} from './check-api-range.js'
import {foldersUpward} from './find-upward.js'
import {resolvePackage} from './resolve-package.js'

/** Every dependency of a mod that is not there, or not in a version that it allows, seen from its package's folder. */
export async function checkDependencies(entry: RegistryEntry, folder: string): Promise<readonly Problem[]> {
  const {packages, node_version: nodeVersion} = entry.dependencies
  const {type} = entry.metadata
  const problems: Problem[] = []
  if (validRange(nodeVersion) === null) {
    problems.push(problem('entry_invalid', `${type}: dependencies.node_version "${nodeVersion}" is no range of versions`))
  } else if (!satisfies(process.version, nodeVersion, {includePrerelease: true})) {
    problems.push(problem('node_too_old', `${type}: it needs Node ${nodeVersion}; this is ${process.version}`))
  }
  const unfit = await apiProblem(entry)
  if (unfit !== undefined) problems.push(unfit)
  const found = await Promise.all(packages.map((dependency) => checkDependency(type, dependency, folder)))
  return [...problems, ...found.flat()]
}

async function checkDependency(type: string, dependency: string, folder: string): Promise<readonly Problem[]> {
  const [name, range] = splitDependency(dependency)
  const installed = await resolvePackage(name, foldersUpward(folder))
  const hint = `run npm install in ${folder}, or register the mod again`
  if (installed === undefined)
    return [problem('dependency_missing', `${type}: its dependency ${dependency} is not installed`, {hint})]
  const version = installed.packageJson['version']
  // What is no range of versions (a tag, a folder, another name) was npm's to decide.
  if (validRange(range) === null || typeof version !== 'string' || satisfies(version, range, {includePrerelease: true})) return []
  return [problem('dependency_version', `${type}: its dependency ${dependency} is installed at ${version}`, {hint})]
}
