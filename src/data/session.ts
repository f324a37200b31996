import {isDiskFull} from '../errors/disk-full.js'
import type {DataSession} from '../model/data-session.js'
import type {Dataset} from '../model/dataset.js'
import type {StagedRename} from '../model/run-record.js'
import {columnType, fitsSql} from './column-types.js'
import {identityOf} from './file-identity.js'
import {identifier, literal} from './sql-text.js'
import {stagedFor, stageFile, unwritable, type Belonging, type StagedFile} from './staged-file.js'
import {unknownColumn} from './unknown-column.js'
import {trimmedSql} from './trimmed-sql.js'
import type {Written} from './written.js'
import type {Workshop} from './workshop.js'

/** One mod's data, and the files it staged: `commit` gives them their names, `discard` removes them. */
export interface EngineSession {
  readonly api: DataSession
  /** Puts what was staged on the disk, and says which files are to get which names. */
  seal(): Promise<readonly StagedRename[]>
  /** `at` is the time that backups are named for. */
  commit(at?: Date): Promise<void>
  discard(): Promise<void>
}

export interface SessionOptions {
  /** Whether what the mod gives is left to its reader to compute. Default false. */
  readonly fused?: boolean
}

/**
 * The data of one mod's run, and the files it has staged. `workshop` opens the database at its first use; `claim` is told
 * what is to be staged before it is.
 */
export function createSession(
  workshop: () => Promise<Workshop>,
  claim: (belonging: Belonging) => Promise<void>,
  {fused = false}: SessionOptions = {},
): EngineSession {
  const staged: StagedFile[] = []
  const write = async (path: string, work: (workshop: Workshop) => Promise<Written>) => {
    await claim(await stagedFor(path))
    try {
      const {staged: file, written} = await work(await workshop())
      staged.push(file)
      return written
    } catch (error) {
      throw error instanceof Error && isDiskFull(error.cause) ? unwritable(path, error.cause) : error
    }
  }
  const api: DataSession = {
    fused,
    readCsv: async (path, options = {}) => await (await workshop()).readCsv(path, options, fused),
    readParquet: async (path, options = {}) => await (await workshop()).readParquet(path, options, fused),
    readJson: async (path, options = {}) => await (await workshop()).readJson(path, options, fused),
    writeCsv: (dataset, path, options = {}) => write(path, async (shop) => await shop.writeCsv(dataset, path, options)),
    writeParquet: (dataset, path, options = {}) => write(path, async (shop) => await shop.writeParquet(dataset, path, options)),
    writeJson: (dataset, path, options = {}) => write(path, async (shop) => await shop.writeJson(dataset, path, options)),
    async stageFile(path, {if_exists: ifExists = 'overwrite'} = {}) {
      await claim(await stagedFor(path))
      const file = await stageFile(path, ifExists)
      staged.push(file)
      return {temporary: file.temporary, path: file.target}
    },
    fromRows: async (rows, options = {}) => await (await workshop()).fromRows(rows, options),
    fromArquero: async (table) => await (await workshop()).toDataset(table),
    sql: async (query, inputs) => await (await workshop()).sql(query, inputs),
    async output(query, inputs): Promise<Dataset> {
      const dataset = await (await workshop()).sql(query, inputs)
      return fused ? dataset : await dataset.materialise()
    },
    numbered: async (dataset, column) => await (await workshop()).numbered(dataset, column),
    tally: async () => await (await workshop()).tally(fused),
    expression: async (text, columns) => await (await workshop()).expression(text, columns),
    outsideOf: async (query, inputs) => await (await workshop()).outsideOf(query, inputs),
    literal,
    identifier,
    columnType,
    unknownColumn,
    fits: fitsSql,
    trimmed: trimmedSql,
    arquero: async () => await import('arquero'),
  }
  return {
    api,
    async seal() {
      const renames: StagedRename[] = []
      for (const file of staged) {
        const {temporary, target, ifExists} = file
        try {
          await file.seal()
          renames.push({temporary, target, if_exists: ifExists, file: await identityOf(temporary)})
        } catch (error) {
          throw unwritable(target, error)
        }
      }
      return renames
    },
    async commit(at) {
      const files = staged.splice(0)
      try {
        for (const file of files) await file.commit(at)
      } catch (error) {
        // Those that have their names keep them; the rest goes.
        for (const file of files) await file.discard()
        throw error
      }
    },
    async discard() {
      for (const file of staged.splice(0)) await file.discard()
    },
  }
}
