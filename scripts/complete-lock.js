// npm leaves out of package-lock.json the binaries for other platforms that the registry in use does not have, and
// `npm ci` then refuses the lock. This puts them back, by name, version and platform: run it after `npm install` where
// that happens (test/packaging/lock.test.ts tells).
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'

/** @typedef {{version: string, dev?: true, optional?: true, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string>}} Entry */

const file = join(root, 'package-lock.json')
/** @type {{packages: Record<string, Entry>}} */
const lock = JSON.parse(readFileSync(file, 'utf8'))

for (const [path, {dev, optionalDependencies = {}}] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (lock.packages[`node_modules/${name}`] !== undefined || lock.packages[`${path}/node_modules/${name}`] !== undefined)
      continue
    lock.packages[`node_modules/${name}`] = {version, ...platformOf(name), ...(dev === true && {dev}), optional: true}
    process.stdout.write(`${name}@${version}\n`)
  }
}

const sorted = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en'))
writeFileSync(file, `${JSON.stringify({...lock, packages: Object.fromEntries(sorted)}, null, 2)}\n`)

/**
 * Such packages end in what they are for: `linux-arm64-musl`, `win32-x64-msvc`, `darwin-arm64`.
 *
 * @param {string} name
 */
function platformOf(name) {
  const [, os, cpu, abi = ''] = /-(android|darwin|freebsd|linux|openharmony|win32)-([^-]+)(?:-([^-]+))?$/.exec(name) ?? []
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say which platform it is for`)
  const libc = abi.startsWith('musl') ? ['musl'] : abi.startsWith('gnu') ? ['glibc'] : undefined
  return {os: [os], cpu: [cpu], ...(libc !== undefined && {libc})}
}
