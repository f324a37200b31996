import {basename, dirname} from 'node:path'

/** What can be lost with the power though it was promised, by a trace of calls; see `runTraced`. */
export interface OrderOfSyncs {
  onCall(line: string): false
  /** How many files got a name. */
  readonly named: readonly string[]
  /** What has a name and is not on the disk as yet, or not under that name. */
  pending(): readonly string[]
  /** Each file that got its name before its content was on the disk, and each name that was never put there. */
  faults(): readonly string[]
}

const written = /\b(?:p?write(?:v|64)?|ftruncate)\(\d+<([^>]*)>/
const emptied = /\bopenat\([^"]*"[^"]*", [^)]*O_TRUNC[^)]*\)\s+= \d+<([^>]*)>/
const synced = /\bf(?:data)?sync\(\d+<([^>]*)>/
const renamed = /\b(?:rename|link)\("([^"]*)", "([^"]*)"\)\s+= 0/

/**
 * Follows what is written, synced and named below a folder. `isMeant` says of which names it matters: others may be lost
 * with the power.
 */
export function orderOfSyncs(folder: string, isMeant: (name: string) => boolean): OrderOfSyncs {
  const dirty = new Set<string>()
  const unnamed = new Map<string, string>()
  const [named, faults]: [string[], string[]] = [[], []]
  return {
    named,
    onCall(line) {
      const [changed, sync, rename] = [
        (written.exec(line) ?? emptied.exec(line))?.[1],
        synced.exec(line)?.[1],
        renamed.exec(line),
      ]
      if (changed !== undefined) dirty.add(changed)
      if (sync !== undefined) {
        dirty.delete(sync)
        for (const [name, holder] of unnamed) if (holder === sync) unnamed.delete(name)
      }
      const [, from = '', to = ''] = rename ?? []
      if (to.startsWith(`${folder}/`) && isMeant(to.slice(folder.length + 1))) {
        named.push(to)
        if (dirty.delete(from)) {
          dirty.add(to)
          faults.push(`${to} got its name before ${basename(from)} was on the disk`)
        }
        unnamed.set(to, dirname(to))
      }
      return false
    },
    pending: () => named.filter((name) => dirty.has(name) || unnamed.has(name)),
    faults: () => [...faults, ...[...unnamed.keys()].map((name) => `the name ${name} was never put on the disk`)],
  }
}
