import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'

/** @typedef {Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean}>} Packages */

/**
 * Whether node_modules is missing or is not what package-lock.json says. It compares contents, not times: git sets
 * times as it likes, and an install that is as it should be is never thrown away.
 */
export function needsInstall() {
  const installed = packagesOf('node_modules/.package-lock.json')
  const locked = packagesOf('package-lock.json')
  if (installed === undefined || locked === undefined) return true
  const differs = ([path, entry]) => installed[path]?.version !== entry.version || installed[path]?.integrity !== entry.integrity
  return Object.entries(locked)
    .filter(([path, {optional}]) => path !== '' && (optional !== true || installed[path] !== undefined))
    .some(differs)
}

/**
 * @param {string} file
 * @returns {Packages | undefined}
 */
function packagesOf(file) {
  const path = join(root, file)
  if (!existsSync(path)) return undefined
  /** @type {{packages: Packages}} */
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  return lock.packages
}
