import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import type {Dataset, DatasetReference} from '../model/dataset.js'
import {isDatasetObject} from './dataset-mark.js'
import {memoryLimitOf} from './memory-limit.js'
import {createSession, type EngineSession, type SessionOptions} from './session.js'
import {isArqueroTable, isAsyncRows, isRowList} from './table-like.js'
import type {Workshop} from './workshop.js'

export type {EngineSession} from './session.js'

/** The data of one run. */
export interface DataEngine {
  session(modName: string, options?: SessionOptions): EngineSession
  /** A Dataset, an arquero table, an array of objects or an async iterable as a Dataset; throws `not_a_dataset`. */
  toDataset(value: unknown): Promise<Dataset>
  isDataset(value: unknown): value is Dataset
  /** Whether a value is a Dataset or something that `toDataset` takes. An empty array is none: it has no columns. */
  holdsTable(value: unknown): boolean
  /** Writes a Dataset as Parquet; the file gets its name when it is whole. */
  save(dataset: Dataset, file: string): Promise<DatasetReference>
  open(reference: DatasetReference): Promise<Dataset>
  /** Stops the queries that run now. */
  interrupt(): void
  /** Frees memory and removes what was spilled. Datasets cannot be read after it. */
  close(): Promise<void>
}

export interface DataEngineOptions {
  /** The run's own folder; made at first need. */
  readonly folder: string
  /** As DuckDB writes it, for instance `2GB`. Default 384 MB, or a quarter of the machine's memory where that is less. */
  readonly memoryLimit?: string
  /** Ends whatever runs. Its reason is thrown where it is a DataPyError. */
  readonly signal?: AbortSignal
  log?(message: string): void
}

/** The data engine of one run. DuckDB is loaded and opened at first use. */
export function createDataEngine(options: DataEngineOptions): DataEngine {
  const folder = join(options.folder, `data-${randomBytes(4).toString('hex')}`)
  let opened: Promise<Workshop> | undefined
  let current: Workshop | undefined
  const open = async () => {
    const {Workshop: Opened} = await import('./workshop.js')
    const log = (message: string) => options.log?.(message)
    current = await Opened.open({folder, memoryLimit: memoryLimitOf(options.memoryLimit), signal: options.signal, log})
    return current
  }
  const workshop = async () => await (opened ??= open())
  return {
    session: (_modName, options) => createSession(workshop, options),
    toDataset: async (value) => await (await workshop()).toDataset(value),
    isDataset: isDatasetObject,
    holdsTable: (value) => isDatasetObject(value) || isArqueroTable(value) || isRowList(value) || isAsyncRows(value),
    save: async (dataset, file) => await (await workshop()).save(dataset, file),
    open: async (reference) => await (await workshop()).open(reference),
    interrupt: () => current?.interrupt(),
    async close() {
      const last = opened
      opened = undefined
      await (await last?.catch(() => undefined))?.close()
    },
  }
}
