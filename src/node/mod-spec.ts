import {resolve} from 'node:path'
import validRange from 'semver/ranges/valid.js'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'
import {isFile} from './find-upward.js'
import {readPackageJson} from './resolve-package.js'

/** What `register-mod SPEC` is to register. */
export type ModSpec =
  | {readonly kind: 'folder'; readonly path: string}
  | {readonly kind: 'package'; readonly name: string; readonly wanted: string | undefined}
  | {readonly kind: 'tarball'; readonly path: string}

const named = /^(?<name>(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*)(?:@(?<wanted>[^@:/]+))?$/

/**
 * Tells folder, tarball and package name apart. A folder that is there comes before a package of the same name, so that
 * a name in use here never fetches a stranger's package. Addresses (git, http) are refused.
 */
export async function readModSpec(spec: string, cwd: string): Promise<Checked<ModSpec>> {
  if (/^(?!file:)[a-z][a-z+.-]*:\/\//i.test(spec)) {
    const hint = 'give the name of a package in your npm registry, or download it and give ./FILE.tgz'
    const address = spec.replace(/\/\/[^/@\s]*@/, '//***@') // it may hold a login
    return {ok: false, problems: [problem('bad_mod_spec', `${address} is an address, from which nothing is installed`, {hint})]}
  }
  const path = resolve(cwd, spec.replace(/^file:/, ''))
  if (/\.(?:tgz|tar\.gz)$/.test(spec)) {
    if (await isFile(path)) return {ok: true, value: {kind: 'tarball', path}}
    return {ok: false, problems: [problem('bad_mod_spec', `there is no tarball ${path}`)]}
  }
  if ((await readPackageJson(path)) !== undefined) return {ok: true, value: {kind: 'folder', path}}
  if (await isFile(resolve(path, 'package.json'))) return {ok: true, value: {kind: 'folder', path}}
  const {name, wanted} = named.exec(spec)?.groups ?? {}
  if (name !== undefined) {
    if (wanted === undefined || validRange(wanted) !== null || /^[A-Za-z][\w.-]*$/.test(wanted))
      return {ok: true, value: {kind: 'package', name, wanted}}
    return {ok: false, problems: [problem('bad_mod_spec', `"${wanted}" is neither a version, a range nor a tag`)]}
  }
  const looksLikePath = /^(?:\.{1,2}(?:[\\/]|$)|[\\/]|[A-Za-z]:[\\/]|file:)/.test(spec)
  const message = looksLikePath
    ? `${path} holds no package.json`
    : `"${spec}" is neither a folder, a tarball nor the name of a package`
  return {ok: false, problems: [problem('bad_mod_spec', message, {hint: 'give ./FOLDER, ./FILE.tgz, NAME or NAME@VERSION'})]}
}
