// Bundles the command line into dist/bundle, so that a command reads a few pieces of one file instead of hundreds of
// files: datapy.bundle, which start.cjs loads with its compiled code (src/node/load-bundle.ts). The modules in dist stay
// what the SDK, oclif and the tests of parts use.
import {build, transform} from 'esbuild'
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {groupsOf} from './bundle/groups.js'
import {bundleEntry, lighter} from './bundle/lighter.js'
import {licenses} from './bundle/licenses.js'
import {root} from './root.js'

const folder = join(root, 'dist/bundle')
const commands = readdirSync(join(root, 'src/commands'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))

const form = /** @type {const} */ ({
  platform: 'node',
  target: 'node20.19',
  charset: 'ascii',
  legalComments: 'none',
  minifyWhitespace: true,
  logLevel: 'warning',
})

rmSync(folder, {recursive: true, force: true})
mkdirSync(folder, {recursive: true})
await build({
  ...form,
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  entryPoints: ['src/cli/start.ts'],
  outfile: join(folder, 'start.cjs'),
  define: {'import.meta.url': 'url'},
  banner: {js: "const url=require('node:url').pathToFileURL(__filename).href;"},
})

// Modules are put together by what needs them, and what is imported lazily stays apart.
const {outputFiles, metafile} = await build({
  ...form,
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  splitting: true,
  minifySyntax: true,
  stdin: {contents: bundleEntry(commands), resolveDir: root, sourcefile: 'bundle.js'},
  outdir: folder,
  entryNames: 'main',
  // Native code, what is found by its path, and what is large and seldom needed stay packages of their own.
  external: ['@duckdb/*', 'iconv-lite', 'jiti', 'sucrase', 'typescript'],
  define: {'import.meta.url': 'bundleUrl'},
  plugins: lighter,
  sourcemap: 'inline',
  sourcesContent: false,
  metafile: true,
  write: false,
})

/** Where each script stands in the bundle, and which pieces it holds. */
const scripts = []
/** For the stack of an error: by script, its pieces with the line before their first, and the map of each. */
const maps = []
const texts = []
let start = 0
for (const [script, names] of groupsOf(metafile)) {
  let text = '({\n'
  const lines = []
  for (const name of names) {
    const {code, map} = await toPiece(name)
    const before = `${JSON.stringify(name)}:function(exports,require,module,bundleUrl,importUrl){\n`
    lines.push({line: (text + before).split('\n').length - 1, map: JSON.parse(map)})
    text += `${before}${code}},\n`
  }
  text += '})\n'
  scripts.push({name: script, start, length: text.length, pieces: names})
  maps.push({name: script, pieces: lines})
  texts.push(text)
  start += text.length
}
const odd = /[^\0-\xff]/.exec(texts.join(''))
if (odd !== null) throw new Error(`the bundle holds "${odd[0]}", in a String.raw probably: it is written and read as Latin-1`)
const mark = createHash('sha256').update(texts.join('')).digest('hex').slice(0, 16)
const head = JSON.stringify({mark, scripts})
writeFileSync(join(folder, 'datapy.bundle'), `${String(head.length).padStart(8)}${head}${texts.join('')}`, 'latin1')
writeFileSync(join(folder, 'datapy.bundle.maps'), JSON.stringify(maps))
writeFileSync(join(folder, 'LICENSES.txt'), licenses(Object.keys(metafile.inputs)))

/**
 * Pieces find each other by require, since V8 keeps the compiled code of scripts alone.
 *
 * @param {string} name
 */
function toPiece(name) {
  const output = outputFiles.find(({path}) => basename(path) === name)
  if (output === undefined) throw new Error(`esbuild made no ${name}`)
  return transform(output.text, {
    ...form,
    format: 'cjs',
    supported: {'dynamic-import': false},
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: name,
  })
}
