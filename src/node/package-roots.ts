import {dirname, resolve} from 'node:path'
import {dataFolder} from './data-folder.js'
import {foldersUpward} from './find-upward.js'
import {frameworkRoot} from './framework-root.js'

/**
 * The folders in whose node_modules a registered package is looked for, in this order: the data folder, where
 * register-mod and plugins:install put it; the registry's folder and those above; the framework's own and those above.
 */
export function packageRoots(registryFile: string, env: NodeJS.ProcessEnv): readonly string[] {
  return [...new Set([dataFolder(env), ...foldersUpward(dirname(resolve(registryFile))), ...foldersUpward(frameworkRoot())])]
}
