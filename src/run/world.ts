import type {DataEngine} from '../data/engine.js'
import type {Dataset, DatasetReference} from '../model/dataset.js'
import type {Logger, ModRun} from '../model/mod.js'
import type {Checked} from '../model/problem.js'
import type {Registry, RegistryEntry} from '../model/registry.js'
import type {FileIdentity} from '../model/run-record.js'
import type {ValidatorShelf} from '../schema/validator.js'
import type {RunningStep} from './running-step.js'

/** The world outside, as the flow needs it: everything that is neither a value nor a pure function comes in here. */
export interface World {
  readonly registry: Registry
  /** The file the registry came from, to name it in problems. */
  readonly registryFile: string
  readonly runId: string
  /** The run's log file, null where there is none. */
  readonly logFile: string | null
  readonly engine: DataEngine
  /** Where the code of validators is kept. */
  readonly validators?: ValidatorShelf
  importMod(entry: RegistryEntry): Promise<Checked<{readonly run: ModRun}>>
  /** Why a path, or a glob, names no file that is there, with the path; undefined where it names one. */
  whyAbsent(path: string): Promise<string | undefined>
  /** The files that paths and globs name, as they are now; of one that names none, nothing. */
  identify(paths: readonly string[]): Promise<readonly FileIdentity[]>
  /**
   * Runs a mod's code so that it can neither write into the answer nor end the process. `putBack` makes what it has
   * replaced of the language work again.
   */
  within<T>(
    work: (putBack: () => void) => Promise<T>,
    print: (stream: 'stderr' | 'stdout', text: string) => void,
    modName: string,
  ): Promise<T>
  logger(modName: string): Logger
  /** Keeps a port's table where it outlives the process; absent where nothing does. */
  readonly keep?: (modName: string, port: string, dataset: Dataset) => Promise<DatasetReference>
  /** Milliseconds since 1970. */
  now(): number
  /** Seconds on a clock that only goes forward. */
  seconds(): number
  /** Watches a mod while it runs, until the function it gives is called. */
  watch(step: RunningStep): () => void
}
