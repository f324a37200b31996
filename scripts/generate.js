// npm run generate: writes what derives from the packages of the shipped mods, from the catalogue of problems and from the
// commands; with --check it writes nothing and fails when a file is not what it would write. Needs the sources built.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {paramsType} from '../dist/schema/params-type.js'
import {commandsPage} from './generate/commands-page.js'
import {errorCodes} from './generate/error-codes.js'
import {modPage, writtenByHand} from './generate/mod-page.js'
import {shippedMods} from './generate/shipped-mods.js'
import {shippedRegistry} from './generate/shipped-registry.js'
import {root} from './root.js'
import {say} from './say.js'

const mods = shippedMods()
const feeder = mods.find(({entry}) => entry.metadata.type === 'csv_reader')?.entry

/**
 * What each generated file is to hold, by its path from the root.
 *
 * @type {Map<string, string>}
 */
const files = new Map()
for (const {folder, packageName, entry} of mods) {
  const readme = join(folder, 'README.md')
  const page = modPage(entry, feeder, writtenByHand(textOf(readme)))
  files.set(join(folder, 'src/params.ts'), paramsType(entry, 'npm run generate'))
  files.set(readme, `# ${packageName}\n\n${page}`)
  // What the tests run in one of the two they need not run in the other.
  files.set(`docs/mods/${entry.metadata.type}.md`, `# ${entry.metadata.type}\n\n${page.replaceAll(/^```sh test$/gm, '```sh')}`)
}
files.set('registry.json', shippedRegistry(mods))
files.set('docs/error-codes.md', errorCodes())
files.set('docs/commands.md', commandsPage())

const stale = [...files].filter(([path, content]) => textOf(path) !== content)
for (const [path, content] of stale) {
  if (process.argv.includes('--check')) {
    say(`${path} is stale: run npm run generate`)
    process.exitCode = 1
    continue
  }
  mkdirSync(dirname(join(root, path)), {recursive: true})
  writeFileSync(join(root, path), content)
  say(`wrote ${path}`)
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return ''
  }
}
