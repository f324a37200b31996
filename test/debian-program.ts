import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {promisify} from 'node:util'

export type Found = {readonly path: string} | {readonly reason: string}

/**
 * Where a program is that only tests need, by any of its names; on Debian, for root, its package is installed first where
 * it is not there. Else the reason why there is none.
 */
export async function debianProgram(names: readonly string[], debianPackage: string): Promise<Found> {
  const name = names[0] ?? debianPackage
  const found = onPath(names)
  if (found !== undefined) return {path: found}
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    return {reason: `there is no ${name} on the PATH, and only root on Debian can install it here`}
  try {
    await aptGet('install', '-y', '--no-install-recommends', debianPackage)
  } catch (error) {
    return {reason: `apt-get install ${debianPackage} failed: ${String(error).slice(0, 300)}`}
  }
  const installed = onPath(names)
  return installed === undefined ? {reason: `apt-get installed no ${name}`} : {path: installed}
}

/** A machine that is new has no lists of packages yet. */
async function aptGet(...args: string[]): Promise<void> {
  const run = promisify(execFile)
  const options = {env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'}, maxBuffer: 64 * 1024 * 1024}
  try {
    await run('apt-get', args, options)
  } catch {
    await run('apt-get', ['update'], options)
    await run('apt-get', args, options)
  }
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file))
}
