import {open} from 'node:fs/promises'
import {getHeapStatistics} from 'node:v8'
import {crc32} from 'node:zlib'
import {SheetExtent} from './sheet-extent.js'
import {listedNames, zipParts, type ZipPart} from './zip-parts.js'

/** What all parts may take unpacked. */
const mostBytes = 1_000_000_000
/** The package makes one text of each part, and V8 has none that is longer. */
const longestText = 512 * 1024 * 1024 - 24
/** Heap for a cell with a value, and for one that only lies between others. */
const [cellBytes, gapBytes] = [450, 40]
/** So much of the heap may a workbook take. */
const heapShare = 0.75

/** A workbook that is not to be opened, and why, in words. */
export interface Refusal {
  readonly code: 'excel_too_large' | 'excel_unreadable'
  readonly reason: string
}

/**
 * Says why a workbook must not be read: the package that reads it holds all of it in memory, whatever it unpacks to. All
 * parts that it would unpack are unpacked here first, in bounded memory, and the extent of the sheets is measured; what their
 * headers say is not believed. Undefined where it may be read, or is no zip file, which whoever reads it will see.
 */
export async function refusalOf(path: string): Promise<Refusal | undefined> {
  const handle = await open(path, 'r')
  const sum = {bytes: 0}
  try {
    const names: string[] = []
    for await (const part of zipParts(handle, path)) {
      names.push(part.name)
      if (!/\.xml(\.rels)?$/.test(part.name)) continue
      const refusal = await refusalOfPart(part, sum)
      if (refusal !== undefined) return refusal
    }
    const listed = await listedNames(handle)
    if (names.length === 0 || names.toSorted().join('\0') === listed?.toSorted().join('\0')) return undefined
    return {code: 'excel_unreadable', reason: 'its parts are not those that its directory lists'}
  } catch (error) {
    // Where a part cannot be unpacked, the package stops as well.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return undefined
    throw error
  } finally {
    await handle.close()
  }
}

async function refusalOfPart(part: ZipPart, sum: {bytes: number}): Promise<Refusal | undefined> {
  const tooLarge = (reason: string): Refusal => ({code: 'excel_too_large', reason})
  const extent = new SheetExtent()
  let [length, checksum] = [0, 0]
  if ((part.claimed ?? 0) > mostBytes) return tooLarge(`its parts take over ${String(mostBytes / 1e6)} MB unpacked`)
  for await (const bytes of part.bytes()) {
    length += bytes.length
    sum.bytes += bytes.length
    if (sum.bytes > mostBytes) return tooLarge(`its parts take over ${String(mostBytes / 1e6)} MB unpacked`)
    if (length > longestText) return tooLarge(`${part.name} takes over 512 MB unpacked`)
    checksum = crc32(bytes, checksum)
    extent.take(bytes)
  }
  if (part.claimed !== undefined && part.claimed !== length)
    return {
      code: 'excel_unreadable',
      reason: `${part.name} says that it has ${String(part.claimed)} bytes, and has ${String(length)}`,
    }
  if (checksum !== (await part.checksum()))
    return {code: 'excel_unreadable', reason: `what ${part.name} holds is not what was written, as its checksum shows`}
  const {cells, rows, columns, isHidden, hasDoctype} = extent
  if (hasDoctype) return {code: 'excel_unreadable', reason: `${part.name} declares a document type, as no workbook does`}
  if (isHidden) return {code: 'excel_unreadable', reason: `${part.name} has cells of which it cannot be told where they lie`}
  const heap = getHeapStatistics().heap_size_limit * heapShare
  if (cells * cellBytes + 2 * length > heap)
    return tooLarge(`${part.name} has ${String(cells)} cells, which need more memory than there is`)
  if (rows * columns * gapBytes > heap)
    return tooLarge(`its cells lie in ${String(rows)} rows and ${String(columns)} columns, which need more memory than there is`)
  return undefined
}
