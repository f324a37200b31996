import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from '../root.js'

/**
 * The licences of the packages that files come from, as a text.
 *
 * @param {readonly string[]} files
 */
export function licenses(files) {
  const packages = new Set(files.flatMap((one) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(one)?.[0] ?? []))
  return [...packages]
    .sort()
    .map((path) => {
      /** @type {{name: string, version: string, license?: string}} */
      const {name, version, license = 'no licence named'} = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
      const text = readdirSync(join(root, path)).find((one) => /^licen[cs]e/i.test(one))
      return `${name} ${version} (${license})\n\n${text === undefined ? '' : readFileSync(join(root, path, text), 'utf8').trim()}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
