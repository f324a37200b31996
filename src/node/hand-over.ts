import {randomBytes} from 'node:crypto'
import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {Belonging} from '../data/engine.js'
import {makeFolder} from '../data/make-folder.js'

/** A folder for tables that go from one process of a run to another and are kept no longer. */
export interface HandOver {
  /** A path in it for a file of this name, which nobody else has got. */
  file(name: string): Promise<string>
  close(): Promise<void>
}

/** The folder is made at its first use. `claim` is told of it before. */
export function handOverFolder(runFolder: string, claim: (belonging: Belonging) => Promise<void>): HandOver {
  const folder = join(runFolder, `data-${randomBytes(4).toString('hex')}`)
  const cell: {made?: Promise<void>; count: number} = {count: 0}
  return {
    async file(name) {
      cell.made ??= claim({folder}).then(async () => {
        await makeFolder(folder)
      })
      await cell.made
      return join(folder, `${String(++cell.count)}.${name}.parquet`)
    },
    async close() {
      if (cell.made !== undefined) await rm(folder, {recursive: true, force: true})
    },
  }
}
