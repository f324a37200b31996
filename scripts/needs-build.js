import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'

/** Whether a source is newer than the last build, which writes the manifest as its last act, or a build is missing. */
export function needsBuild() {
  const outputs = [
    'dist/.tsbuildinfo',
    ...plugins().map((plugin) => `plugins/${plugin}/dist/.tsbuildinfo`),
    'dist/bundle/datapy.bundle',
    'oclif.manifest.json',
  ]
  if (!outputs.every((file) => existsSync(join(root, file)))) return true
  const built = changedAt('oclif.manifest.json')
  return sources().some((file) => changedAt(file) > built)
}

function sources() {
  const files = [
    'package.json',
    'tsconfig.base.json',
    'tsconfig.build.json',
    'tsconfig.json',
    ...filesBelow('scripts'),
    ...filesBelow('src'),
  ]
  return [
    ...files,
    ...plugins().flatMap((plugin) => [
      `plugins/${plugin}/package.json`,
      `plugins/${plugin}/tsconfig.json`,
      ...filesBelow(`plugins/${plugin}/src`),
    ]),
  ]
}

function plugins() {
  return readdirSync(join(root, 'plugins')).filter((name) => existsSync(join(root, 'plugins', name, 'tsconfig.json')))
}

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'}).map((file) => join(folder, file))
}

/** @param {string} file */
function changedAt(file) {
  return statSync(join(root, file)).mtimeMs
}
