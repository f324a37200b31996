import {bytesText} from '../../data/amounts.js'
import {probeFolder} from '../../node/probe-folder.js'
import {ok, warning, wrong, type Finding} from './finding.js'

/** A folder that DataPy writes to. */
export interface NeededFolder {
  readonly about: string
  readonly path: string
  /** What to do where it cannot be written. */
  readonly fix: string
  /** Whether DataPy works without it. */
  readonly isOptional?: boolean
  /** Whether locks are held in it. */
  readonly needsLinks?: boolean
}

const little = 1e9

/** Tries each folder out, and tells where little room is left. */
export async function lookAtFolders(folders: readonly NeededFolder[]): Promise<readonly Finding[]> {
  return await Promise.all(folders.map(lookAt))
}

async function lookAt({about, path, fix, isOptional = false, needsLinks = false}: NeededFolder): Promise<Finding> {
  const probe = await probeFolder(path)
  const where = probe.isThere ? path : `${path} (not there yet, below ${probe.folder})`
  if (probe.refused !== undefined)
    return (isOptional ? warning : wrong)(about, `${where} cannot be written: ${probe.refused}`, fix)
  if (needsLinks && !probe.links) return wrong(about, `${where} takes no links, so that locks do not hold there`, fix)
  const free = `${bytesText(probe.free)} free`
  if (probe.free < little) return warning(about, `${where}, only ${free}`, 'free some space there')
  return ok(about, `${where}, ${free}`)
}
