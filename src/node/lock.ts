import {randomBytes} from 'node:crypto'
import {lstat, readdir, rm, stat, unlink, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {linkOnce} from './link-once.js'
import {ownerOf, type LockOwner} from './lock-owner.js'
import {lifeOf, thisProcess} from './process-owner.js'
import {signOfLife} from './sign-of-life.js'
import {unfinishedName} from './unfinished-name.js'

export type Lock =
  {readonly taken: true; release(): Promise<void>} | {readonly taken: false; readonly owner: LockOwner | undefined}

const mostTries = 200
/** A lock appears whole, so one that cannot be read was torn by a loss of power, and after so long is nobody's. */
const unreadableMs = 300_000

/**
 * Takes the lock that the file `path` stands for, or tells who has it. The file holds its owner's process id, host and
 * start time, so that a lock whose owner died is passed over at once, and one whose owner lives never is, however long.
 * It appears whole, by link(), which is atomic on NFS too. The folder must exist and be writable.
 */
export async function takeLock(path: string, {silentMs, keepAlive = false}: LockOptions = {}): Promise<Lock> {
  const present = await ownerOf(path)
  // Of another host nothing is known before there is a file of our own, whose time can be compared with that of the lock.
  const known = typeof present === 'object' ? await lifeOf(present) : 'ended'
  if (typeof present === 'object' && (known === 'lives' || (known === 'elsewhere' && silentMs === undefined)))
    return {taken: false, owner: present}
  const nonce = randomBytes(8).toString('hex')
  const owner: LockOwner = {...(await thisProcess()), nonce}
  const own = await besideLock(path)
  // What cannot be removed at once is tried again with the lock; then it is for who clears up: its name says whose it was.
  const left = {own: true}
  try {
    await writeFile(own, JSON.stringify(owner), {flag: 'wx'})
    for (let tries = 1; ; tries++) {
      if (await linkOnce(own, path)) {
        await removeMarks(path)
        const stop = keepAlive ? signOfLife(path) : undefined
        return {
          taken: true,
          async release() {
            stop?.()
            await release(path, nonce)
            if (left.own) await discard(own)
          },
        }
      }
      const holder = await ownerOf(path)
      if (holder === 'gone') continue
      if (holder === 'unknown') {
        if (tries > mostTries || !(await isSilent(path, own, unreadableMs))) return {taken: false, owner: undefined}
        await passOverUnreadable(path, own)
        continue
      }
      // Whoever is about to pass over a dead owner may itself have been stopped at it.
      // Of another host or container nothing can be known, so its owner counts as alive.
      if (tries > mostTries || !(await isOver(holder, path, own, silentMs))) return {taken: false, owner: holder}
      await passOver(path, holder)
    }
  } finally {
    left.own = !(await discard(own))
  }
}

export interface LockOptions {
  /** After how many milliseconds without a sign of life the lock of another host counts as left behind. Default: never. */
  readonly silentMs?: number
  /** Whether signs of life are given while it is held. Default false. */
  readonly keepAlive?: boolean
}

/** Who holds a lock and may be alive; nothing where there is no lock, or it was left behind. */
export async function lockHolder(path: string, silentMs?: number): Promise<LockOwner | undefined> {
  const present = await ownerOf(path)
  if (typeof present !== 'object') return undefined
  const life = await lifeOf(present)
  if (life !== 'elsewhere' || silentMs === undefined) return life === 'ended' ? undefined : present
  const own = await besideLock(path)
  try {
    await writeFile(own, '', {flag: 'wx'})
    return (await isOver(present, path, own, silentMs)) ? undefined : present
  } finally {
    await discard(own)
  }
}

/**
 * Whether an owner has ended: one of this host by its process, one of another by how long its lock has not been touched,
 * on the clock of the file system, which has just dated a file of ours.
 */
async function isOver(owner: LockOwner, path: string, ours: string, silentMs: number | undefined): Promise<boolean> {
  const life = await lifeOf(owner)
  if (life !== 'elsewhere') return life === 'ended'
  return silentMs !== undefined && (await isSilent(path, ours, silentMs))
}

async function isSilent(path: string, ours: string, silentMs: number): Promise<boolean> {
  const [theirs, now] = await Promise.all([lstat(path).catch(() => undefined), stat(ours)])
  // A folder was made by no process of DataPy's.
  return theirs !== undefined && !theirs.isDirectory() && now.mtimeMs - theirs.mtimeMs > silentMs
}

/**
 * Removes a file that nobody needs any more; false where it may still be there. Never fails: who holds a lock already would
 * be told that it does not, and wait for itself.
 */
async function discard(file: string): Promise<boolean> {
  return await rm(file, {force: true}).then(
    () => true,
    () => false,
  )
}

/** A file of our own for a while, of the file system that the lock is on. */
async function besideLock(path: string): Promise<string> {
  return join(dirname(path), await unfinishedName(basename(path)))
}

/**
 * Removes the lock of a dead owner. Several may find it dead at once, and a new owner may have come meanwhile: so only
 * who holds the lock on this very holding (its nonce) looks again and removes it.
 */
async function passOver(path: string, dead: LockOwner): Promise<void> {
  const breaking = await takeLock(`${path}.${dead.nonce}.dead`)
  if (!breaking.taken) {
    await sleep(5)
    return
  }
  try {
    await release(path, dead.nonce)
  } finally {
    await breaking.release()
  }
}

/** The same for one that cannot be read: as long as it is there nobody can have taken its place. */
async function passOverUnreadable(path: string, ours: string): Promise<void> {
  const breaking = await takeLock(`${path}.unreadable.dead`)
  if (!breaking.taken) {
    await sleep(5)
    return
  }
  try {
    if ((await ownerOf(path)) === 'unknown' && (await isSilent(path, ours, unreadableMs))) await rm(path, {force: true})
  } finally {
    await breaking.release()
  }
}

/**
 * Removes what is left of a process that died while it passed over a dead one. Only who holds the lock may do so: then the
 * holding that such a mark names is over, and nobody acts by it any more.
 */
async function removeMarks(path: string): Promise<void> {
  const marks = (await readdir(dirname(path)).catch(() => [])).filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith('.dead'),
  )
  for (const mark of marks.map((name) => join(dirname(path), name))) {
    const owner = await ownerOf(mark)
    if (typeof owner === 'object' && (await lifeOf(owner)) === 'ended') await discard(mark)
  }
}

/** Rejects where the lock cannot be looked at or removed: this process would wait for it in vain. */
async function release(path: string, nonce: string): Promise<void> {
  const owner = await ownerOf(path, {mustTell: true})
  if (typeof owner === 'object' && owner.nonce === nonce) await unlink(path)
}
