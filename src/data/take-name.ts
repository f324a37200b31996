import {copyFile, link, rename, rm, stat} from 'node:fs/promises'
import type {IfExists} from '../model/table-files.js'
import {dataError} from './data-errors.js'

/** Gives a whole file its final name, as `ifExists` says. `at` is the time that a backup is named for. */
export async function takeName(temporary: string, target: string, ifExists: IfExists, at: Date): Promise<void> {
  if (ifExists === 'error') {
    await moveUnlessThere(temporary, target)
    return
  }
  if (ifExists === 'backup') await backUp(target, at, `${temporary}.bak`)
  await rename(temporary, target)
}

export function alreadyThere(target: string) {
  return dataError('output_exists', `${target} is there already`, {
    at: {file: target},
    hint: 'set if_exists to overwrite or backup, or move the file away',
  })
}

/** A link, unlike a rename, never takes the place of a file that came there meanwhile. */
async function moveUnlessThere(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target)
  } catch (error) {
    if (takesNoLinks(error)) {
      await moveWithoutLinks(temporary, target)
      return
    }
    if (codeOf(error) !== 'EEXIST') throw error
    // It may be there because a process was killed between this and what follows.
    if (!(await areOne(temporary, target))) throw alreadyThere(target)
  }
  await rm(temporary)
}

/** Where there are no links, a file that comes between the look and the rename is replaced. */
async function moveWithoutLinks(temporary: string, target: string): Promise<void> {
  if (await isThere(target)) throw alreadyThere(target)
  await rename(temporary, target)
}

/** Puts the old file aside as NAME.YYYYMMDD_HHMMSS.bak, with a number where that is taken by another. */
async function backUp(target: string, at: Date, copy: string): Promise<void> {
  const stamp = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
  for (let number = 0; ; number += 1) {
    const name = `${target}.${stamp}${number === 0 ? '' : `.${String(number)}`}.bak`
    try {
      await link(target, name)
      return
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT') return
      if (takesNoLinks(error)) {
        if (!(await isThere(target))) return
        if (await isThere(name)) continue
        await copyWhole(target, copy, name)
        return
      }
      if (code !== 'EEXIST') throw error
      if (await areOne(target, name)) return
    }
  }
}

/** A copy that is seen under its name when it is whole. */
async function copyWhole(file: string, beside: string, name: string): Promise<void> {
  try {
    await copyFile(file, beside)
    await rename(beside, name)
  } finally {
    await rm(beside, {force: true})
  }
}

/** Shares of Windows, FAT and some network disks have no hard links. Linux says EPERM for them (link(2)). */
function takesNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].some((code) => code === codeOf(error))
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

async function areOne(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one, {bigint: true}), stat(other, {bigint: true})])
  return a.ino === b.ino && a.dev === b.dev
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
