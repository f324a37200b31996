import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {leavesOpen} from '../errors/file-fault.js'
import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import {utf8Text} from './utf8-text.js'

/**
 * The text of the package.json in a folder, without a byte order mark, as npm takes it; a problem where there is none, or
 * it is not UTF-8. Rejects where the disk does not let it be looked at: that does not mean that it is absent.
 */
export async function packageJsonText(folder: string): Promise<Checked<string>> {
  const file = join(folder, 'package.json')
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    if (leavesOpen(error)) throw error
    const hint = 'a mod is an npm package: name the folder that holds its package.json'
    return refused(problem('mod_package_missing', `${folder} holds no package.json`, {hint}))
  }
  const read = utf8Text(bytes)
  if (read.ok) return {ok: true, value: read.text}
  const {line, hint} = read
  return refused(problem('mod_package_not_json', `${file} is not JSON: it is not UTF-8`, {at: {file, line}, hint}))
}

function refused(one: Problem): Checked<string> {
  return {ok: false, problems: [one]}
}
