import {closeSync, fstatSync, openSync, readFileSync, readSync, statSync, type BigIntStats} from 'node:fs'
import {join} from 'node:path'
import type {JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {RegistryEntry, RegistryMetadata} from '../model/registry.js'
import {checkEntry} from '../registry/check-entry.js'
import {entrySpans} from '../registry/entry-spans.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {cacheFolder} from './data-folder.js'
import {nameOfText} from './name-of-text.js'

/** Where the entries of one registry file stand, and which state of it that holds for. */
interface RegistryIndex {
  readonly state: string
  readonly metadata: RegistryMetadata
  /** First byte and length of each well-formed entry. */
  readonly entries: Readonly<Record<string, readonly [start: number, length: number]>>
}

/** Smaller files are read as fast as an index is. */
const leastBytes = 65_536

/** A file changed so lately could change again without its times showing it. */
const settledMs = 2000

/**
 * These entries of a registry file, and no others, read by the index that an earlier process has left; undefined where
 * the file has changed since, or lacks one of them, so that the whole of it must be read.
 */
export function readIndexed(file: string, types: ReadonlySet<string>, env: NodeJS.ProcessEnv): LoadedRegistry | undefined {
  let handle: number | undefined
  try {
    if (!statSync(file).isFile()) return undefined
    handle = openSync(file, 'r')
    const stats = fstatSync(handle, {bigint: true})
    if (stats.size < leastBytes) return undefined
    const index = JSON.parse(readFileSync(join(indexFolder(env), indexName(file)), 'utf8')) as RegistryIndex // our own
    if (index.state !== stateOf(file, stats)) return undefined
    const mods: Record<string, RegistryEntry> = {}
    for (const type of types) {
      const span = own(index.entries, type)
      const entry = span && readEntry(handle, span)
      if (entry?.metadata.type !== type) return undefined
      mods[type] = entry
    }
    return {_metadata: index.metadata, mods}
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

function readEntry(handle: number, [start, length]: readonly [number, number]): RegistryEntry | undefined {
  const buffer = Buffer.alloc(length)
  const bytesRead = readSync(handle, buffer, 0, length, start)
  const checked = checkEntry(JSON.parse(buffer.toString('utf8', 0, bytesRead)) as JsonValue, () => ({file: ''}))
  return checked.ok ? checked.value : undefined
}

/** Leaves an index of a registry that has been read whole. Never fails: without one the next process reads it whole, too. */
export async function keepIndex(
  file: string,
  {bytes, stats, registry}: {readonly bytes: Buffer; readonly stats: BigIntStats; readonly registry: LoadedRegistry},
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (!stats.isFile() || bytes.length < leastBytes || Date.now() - Number(stats.mtimeMs) < settledMs) return
  const text = bytes.toString()
  const entries: Record<string, readonly [number, number]> = {}
  let [unit, byte] = [0, 0]
  for (const [type, {start, end}] of [...entrySpans(text)].sort(([, one], [, other]) => one.start - other.start)) {
    byte += Buffer.byteLength(text.slice(unit, start))
    const length = Buffer.byteLength(text.slice(start, end))
    if (Object.hasOwn(registry.mods, type)) entries[type] = [byte, length]
    ;[unit, byte] = [end, byte + length]
  }
  const index: RegistryIndex = {state: stateOf(file, stats), metadata: registry._metadata, entries}
  const {writeCacheFile} = await import('./write-cache-file.js')
  await writeCacheFile(indexFolder(env), indexName(file), JSON.stringify(index))
}

/** What changes with every way of changing a file. */
function stateOf(file: string, {dev, ino, size, mtimeNs, ctimeNs}: BigIntStats): string {
  return [file, dev, ino, size, mtimeNs, ctimeNs].join(' ')
}

function indexFolder(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), 'registries')
}

function indexName(file: string): string {
  return `${nameOfText(file)}.json`
}
