import {stat} from 'node:fs/promises'
import type {FileIdentity} from '../model/run-record.js'

/** A file as it is now. Times are of nanoseconds, told in milliseconds. Rejects where it cannot be looked at. */
export async function identityOf(path: string): Promise<FileIdentity> {
  const {size, mtimeNs, ctimeNs, ino} = await stat(path, {bigint: true})
  return {path, size: Number(size), modified: milliseconds(mtimeNs), changed: milliseconds(ctimeNs), inode: Number(ino)}
}

/** To the microsecond, which is what a number can hold of them. */
function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1000n) / 1000
}
