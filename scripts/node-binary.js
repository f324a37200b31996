import {existsSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'
import {runNpm} from './run-command.js'
import {timed} from './say.js'

/**
 * The path of a Node of some major version, which the npm registry has a package of for each platform: this one where
 * none is named, such as `win-x64`. It is kept in node_modules, so that an install of ours removes it. Throws when it is
 * not to be had.
 *
 * @param {string} major
 * @param {string} [platform]
 */
export async function nodeBinary(major, platform = `${process.platform}-${process.arch}`.replace('win32', 'win')) {
  const name = `node-${platform}`
  const folder = join(root, 'node_modules/.cache/nodes', `${major}-${platform}`)
  const binary = join(folder, 'node_modules', name, 'bin', platform.startsWith('win') ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  mkdirSync(folder, {recursive: true})
  const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--force']
  const exitCode = await timed(`getting Node ${major}`, () => runNpm([...install, `${name}@${major}`], {toStderr: true}))
  if (exitCode !== 0 || !existsSync(binary)) throw new Error(`Node ${major} is not to be had: npm install ${name}@${major}`)
  return binary
}
