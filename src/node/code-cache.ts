import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Script} from 'node:vm'
import {cacheFolder} from './data-folder.js'
import {nameOfText} from './name-of-text.js'
import {readOwnFile} from './own-file.js'
import {joinSections, splitSections} from './sections.js'

/** The compiled code of a bundle's pieces, as V8 made it in earlier processes. */
export interface CodeCache {
  /** What was kept of a piece; undefined where there is nothing that can be trusted. */
  codeOf(piece: string): Buffer | undefined
  /** A piece that runs now. If its code was not kept, or V8 would not have it, it is kept when the process ends. */
  loaded(piece: string, script: Script): void
}

export interface CodeCacheSpec {
  /** The bundle's file. */
  readonly file: string
  /** What tells this bundle from every other. */
  readonly mark: string
  /** Each command has its own, of just the functions that it calls. */
  readonly command: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * The cache of a command: beside the bundle where that folder can be written, else in the user's cache folder. It is
 * used only for the same bundle, Node, processor and flags, and when nobody else can have written it; V8 checks the
 * versions and the length again, and what is written is synced before it gets its name. Nothing here ever fails a command.
 */
export function openCodeCache({file, mark, command, env}: CodeCacheSpec): CodeCache {
  const flags = nameOfText(`${process.execArgv.join(' ')}|${env['NODE_OPTIONS'] ?? ''}`)
  const known = /^[a-z-]{1,32}$/.test(command) ? command : 'other'
  const name = `${known}-${mark}-${process.version}-${process.arch}-${flags}.bin`
  const {uid: owner} = statSync(file)
  const folders = [join(dirname(file), 'cache'), join(cacheFolder(env), 'code')]
  const kept = folders.map((folder) => readOwnFile(join(folder, name), owner)).find((content) => content !== undefined)
  const sections = kept === undefined ? new Map<string, Buffer>() : splitSections(kept)
  const scripts = new Map<string, Script>()

  const keep = () => {
    const folder = folders.find(canWrite)
    if (folder === undefined) return
    const made = [...scripts].map(([piece, script]) => [piece, script.createCachedData()] as const)
    write(folder, name, mark, joinSections(new Map([...sections, ...made])))
  }
  let willKeep = false
  return {
    codeOf: (piece) => sections.get(piece),
    loaded(piece, script) {
      scripts.set(piece, script)
      if (willKeep || (sections.has(piece) && script.cachedDataRejected !== true)) return
      willKeep = true
      process.once('exit', keep)
    },
  }
}

/** Not by a recursive mkdir of Node's, which never comes back from under /proc and its like. */
function makeFolderNow(folder: string): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolderNow(dirname(folder))
  mkdirSync(folder)
}

function canWrite(folder: string): boolean {
  try {
    makeFolderNow(folder)
    const probe = join(folder, `.${String(process.pid)}.tmp`)
    writeFileSync(probe, '', {flag: 'wx', mode: 0o600})
    rmSync(probe)
    return true
  } catch {
    return false
  }
}

function write(folder: string, name: string, mark: string, content: Buffer): void {
  const temporary = join(folder, `.${String(process.pid)}.tmp`)
  try {
    const file = openSync(temporary, 'wx', 0o644)
    try {
      writeFileSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, join(folder, name))
    const old = readdirSync(folder).filter((other) => (other.endsWith('.bin') ? !other.includes(mark) : isLeft(folder, other)))
    for (const other of old) rmSync(join(folder, other), {force: true})
  } catch {
    rmSync(temporary, {force: true})
  }
}

const leftMs = 3_600_000

/** Whether a file of the folder was left there by a process that was killed while it wrote. */
function isLeft(folder: string, name: string): boolean {
  return name.endsWith('.tmp') && Date.now() - statSync(join(folder, name)).mtimeMs > leftMs
}
