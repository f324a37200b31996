import {randomBytes} from 'node:crypto'
import {availableParallelism} from 'node:os'
import {join} from 'node:path'
import type {Dataset, DatasetReference} from '../model/dataset.js'
import {availableMemory} from './available-memory.js'
import type {EngineProgress} from './engine-progress.js'
import {isDatasetObject} from './dataset-mark.js'
import {defaultHeld, type Held} from './held.js'
import {memoryLimit, parseMemoryLimit} from './memory-limit.js'
import {newScope, outsideScopes, withinScope, type Scope} from './scope.js'
import {createSession, type EngineSession, type SessionOptions} from './session.js'
import {stagedFor, type Belonging} from './staged-file.js'
import {Stops} from './stops.js'
import {isArqueroTable, isAsyncRows, isRowList} from './table-like.js'
import type {Workshop} from './workshop.js'

export type {EngineSession} from './session.js'
export type {Scope} from './scope.js'
export type {Belonging} from './staged-file.js'

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
  /** The file of a Dataset that was opened from one. */
  referenceOf(dataset: Dataset): DatasetReference | undefined
  /** How many rows have been read of files behind a lazy Dataset of this engine's, where a query has proven it. */
  provenRows(dataset: Dataset): number | undefined
  /** How far the queries are that run now, of one scope or of all; rows are counted by scope alone. */
  progress(scope?: Scope): Promise<EngineProgress>
  /** Stops the queries that run now. */
  interrupt(): void
  /** A scope for one mod, whose queries end once its signal is aborted; its work is done `within` it. */
  scope(signal: AbortSignal): Scope
  within<T>(scope: Scope, work: () => T): T
  /** Frees memory and removes what was spilled. Datasets cannot be read after it. */
  close(): Promise<void>
}

export interface DataEngineOptions {
  /** The run's own folder; made at first need. */
  readonly folder: string
  /** `2GB`, `1.5GiB`, or `50%` of the memory there is. Default: see `memoryLimit`. */
  readonly memoryLimit?: string
  /** Which tables are held in memory. Default `defaultHeld`. */
  readonly held?: Held
  /** Ends whatever runs. Its reason is thrown where it is a DataPyError. */
  readonly signal?: AbortSignal
  /** Told before the engine writes a file or folder that must go if the process is killed. */
  claim?(belonging: Belonging): Promise<void>
  /** How the engine decides, for the log. */
  log?(message: string): void
  /** What it may use, told once when it starts. */
  onStart?(bounds: {readonly memory: number; readonly available: number}): void
}

/** The data engine of one run. DuckDB is loaded and opened at first use. */
export function createDataEngine(options: DataEngineOptions): DataEngine {
  const folder = join(options.folder, `data-${randomBytes(4).toString('hex')}`)
  let opened: Promise<Workshop> | undefined
  let current: Workshop | undefined
  const references = new WeakMap<Dataset, DatasetReference>()
  const stops = new Stops(options.signal)
  const claim = async (belonging: Belonging) => await options.claim?.(belonging)
  const open = async () => {
    stops.throwIfAborted()
    const given = options.memoryLimit === undefined ? undefined : parseMemoryLimit(options.memoryLimit)
    const available = await availableMemory()
    const memory = memoryLimit(given, {memory: available, processors: availableParallelism()})
    await claim({folder})
    const {Workshop: Opened} = await import('./workshop.js')
    const log = (message: string) => options.log?.(message)
    current = await Opened.open({folder, memory, held: options.held ?? defaultHeld, stops, log})
    options.onStart?.({memory, available})
    return current
  }
  const workshop = async () => {
    opened ??= outsideScopes(open)
    const shop = await opened.catch((error: unknown) => {
      // What kept it from opening may concern one mod alone.
      opened = undefined
      throw error
    })
    stops.throwIfAborted()
    return shop
  }
  return {
    session: (_modName, options) => createSession(workshop, claim, options),
    toDataset: async (value) => await (await workshop()).toDataset(value),
    isDataset: isDatasetObject,
    holdsTable: (value) => isDatasetObject(value) || isArqueroTable(value) || isRowList(value) || isAsyncRows(value),
    async save(dataset, file) {
      await claim(await stagedFor(file))
      return await (await workshop()).save(dataset, file)
    },
    async open(reference) {
      const dataset = await (await workshop()).open(reference)
      references.set(dataset, reference)
      return dataset
    },
    referenceOf: (dataset) => references.get(dataset),
    provenRows: (dataset) => current?.provenRows(dataset),
    progress: async (scope) => (await current?.progress(scope)) ?? {rows: 0, spilled: 0},
    interrupt: () => current?.interrupt(),
    scope: newScope,
    within: withinScope,
    async close() {
      const last = opened
      opened = undefined
      await (await last?.catch(() => undefined))?.close()
    },
  }
}
