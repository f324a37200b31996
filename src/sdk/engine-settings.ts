import {parseMemoryLimit} from '../data/memory-limit.js'
import {defaultHeld, type Held} from '../data/held.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

/** What the environment and the caller say about the data engine. */
export interface EngineSettings {
  readonly memoryLimit?: string
  readonly held: Held
}

/** The memory limit is what the caller gave, else DATAPY_MEMORY_LIMIT. What is wrong is told before anything runs. */
export function engineSettings(memoryLimit: string | undefined, env: NodeJS.ProcessEnv): EngineSettings {
  return {
    ...checkedMemoryLimit(memoryLimit, env),
    held: {
      rows: amountIn(env, 'DATAPY_HELD_ROWS') ?? defaultHeld.rows,
      bytes: (amountIn(env, 'DATAPY_HELD_MB') ?? defaultHeld.bytes / megabyte) * megabyte,
    },
  }
}

const megabyte = 1_000_000

function checkedMemoryLimit(given: string | undefined, env: NodeJS.ProcessEnv): {readonly memoryLimit?: string} {
  const named = env['DATAPY_MEMORY_LIMIT']
  if (given === undefined && (named === undefined || named === '')) return {}
  const memoryLimit = given ?? named ?? ''
  parseMemoryLimit(memoryLimit, given === undefined ? 'DATAPY_MEMORY_LIMIT' : 'the memory limit')
  return {memoryLimit}
}

function amountIn(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return Number(text)
  const hint = 'write a number such as 100000; 0 keeps no table in memory'
  throw new DataPyError([problem('bad_environment', `${name} is "${text}", which is no number`, {hint})])
}
