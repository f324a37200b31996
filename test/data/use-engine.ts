import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {createDataEngine, type DataEngine, type DataEngineOptions, type EngineSession} from '../../src/data/engine.js'
import {isDataPyError} from '../../src/data/data-errors.js'
import type {DataSession} from '../../src/model/data-session.js'
import type {Dataset, Row} from '../../src/model/dataset.js'
import type {Problem} from '../../src/model/problem.js'

/** A real engine and a real folder for each test. */
export class EngineForTests {
  folder = ''
  #engine: DataEngine | undefined
  #session: EngineSession | undefined

  async start(options: Partial<DataEngineOptions> = {}): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'datapy-data-'))
    this.#engine = createDataEngine({folder: join(this.folder, 'run'), ...options})
    this.#session = this.#engine.session('test')
  }

  async stop(): Promise<void> {
    await this.#engine?.close()
    await rm(this.folder, {recursive: true, force: true})
  }

  get engine(): DataEngine {
    if (this.#engine === undefined) throw new Error('not started')
    return this.#engine
  }

  get session(): EngineSession {
    if (this.#session === undefined) throw new Error('not started')
    return this.#session
  }

  get data(): DataSession {
    return this.session.api
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** Writes a file and gives its path. */
  async file(name: string, content: Uint8Array | string): Promise<string> {
    await mkdir(dirname(this.path(name)), {recursive: true})
    await writeFile(this.path(name), content)
    return this.path(name)
  }
}

/** An engine that is started before each test of a suite and stopped after it. */
export function useEngine(): EngineForTests {
  const engine = new EngineForTests()
  beforeEach(async () => {
    await engine.start()
  })
  afterEach(async () => {
    await engine.stop()
  })
  return engine
}

/** Rows as lists of cells. */
export async function cellsOf(dataset: Dataset): Promise<unknown[][]> {
  return (await dataset.rows()).map((row: Row) => dataset.columns.map(({name}) => row[name]))
}

/** Column types by name. */
export function typesOf(dataset: Dataset): Record<string, string> {
  return Object.fromEntries(dataset.columns.map(({name, type}) => [name, type]))
}

/** The problems that a promise is rejected with; fails where it is not, or with anything else. */
export async function problemsOf(promise: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await promise
  } catch (error) {
    if (isDataPyError(error)) return error.problems
    throw error
  }
  throw new Error('expected a DataPyError, but nothing was thrown')
}

/** The first of those problems. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const [first] = await problemsOf(promise)
  if (first === undefined) throw new Error('a DataPyError without a problem')
  return first
}
