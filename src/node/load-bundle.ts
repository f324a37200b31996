import {closeSync, openSync, readSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {Script} from 'node:vm'
import {openCodeCache} from './code-cache.js'

/** How scripts/bundle.js wraps a piece. */
type Piece = (
  exports: object,
  require: (id: string) => unknown,
  module: {exports: object},
  bundleUrl: string,
  importUrl: (url: string) => Promise<unknown>,
) => void

interface Head {
  /** What tells this bundle from every other. */
  readonly mark: string
  readonly scripts: readonly BundleScript[]
}

/** A script that gives its pieces by their names. */
interface BundleScript {
  readonly name: string
  readonly start: number
  readonly length: number
  readonly pieces: readonly string[]
}

const lengthDigits = 8

/**
 * Runs the piece `main` of a bundle that scripts/bundle.js has made, and gives what it exports; other pieces are read
 * when they are needed. Compiled code is kept for the next process, for each `command` by itself.
 */
export function loadBundle(file: string, command: string, env: NodeJS.ProcessEnv): unknown {
  const bundle = openSync(file, 'r')
  process.once('exit', () => {
    closeSync(bundle)
  })
  // It is ASCII throughout, which makes this the fastest way.
  const read = (start: number, length: number) => {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.toString('latin1', 0, readSync(bundle, bytes, 0, length, start))
  }
  const headLength = Number(read(0, lengthDigits))
  const {mark, scripts} = JSON.parse(read(lengthDigits, headLength)) as Head
  const cache = openCodeCache({file, mark, command, env})
  const folder = dirname(file)
  const url = pathToFileURL(file).href
  const requireOutside = createRequire(file)
  const pieces = new Map<string, Piece>()
  const loaded = new Map<string, {exports: object}>()

  const requireFrom = (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : requireOutside(id))
  const load = (name: string): object => {
    const before = loaded.get(name)
    if (before !== undefined) return before.exports
    const module = {exports: {}}
    loaded.set(name, module)
    // A script that comes from a cache has no import of its own: it gets this file's.
    pieceOf(name)(module.exports, requireFrom, module, url, (wanted) => import(wanted))
    return module.exports
  }
  const pieceOf = (name: string): Piece => {
    if (!pieces.has(name)) for (const script of scripts) if (script.pieces.includes(name)) runScript(script)
    const piece = pieces.get(name)
    if (piece === undefined) throw new Error(`${file} has no piece ${name}`)
    return piece
  }
  const runScript = ({name, start, length}: BundleScript) => {
    const cachedData = cache.codeOf(name)
    const script = new Script(read(lengthDigits + headLength + start, length), {
      filename: join(folder, name),
      ...(cachedData !== undefined && {cachedData}),
    })
    cache.loaded(name, script)
    for (const [piece, code] of Object.entries(script.runInThisContext() as Record<string, Piece>)) pieces.set(piece, code)
  }
  return load('main.js')
}
