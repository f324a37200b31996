import {link, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import type {DatasetReference} from '../model/dataset.js'

/** Gives a kept table a second name, so that it outlives the run that made it; where links are not to be had, it stays there. */
export async function adoptTable(reference: DatasetReference, path: string): Promise<DatasetReference> {
  try {
    await makeFolder(dirname(path))
    await rm(path, {force: true})
    await link(reference.path, path)
    return {...reference, path}
  } catch {
    return reference
  }
}
