import type {AsyncLocalStorage} from 'node:async_hooks'
import type {StringDecoder} from 'node:string_decoder'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

/** What a mod under guard wrote to stdout or stderr, as it wrote it. */
export type Print = (stream: 'stderr' | 'stdout', text: string) => void

export type Redact = (text: string) => string

/** A mod that runs, or is loaded, under the guard. */
export interface Guarded {
  /** Whose code it is, where that has a name. */
  readonly modName: string | undefined
  readonly print: Print
  /** Hides the secrets that it was given in a text. */
  readonly redact: Redact
  /** Bytes come in pieces that may end within a character. */
  readonly decoders: Readonly<Record<'stderr' | 'stdout', StringDecoder>>
  readonly fail: (fault: DataPyError) => void
  /** Whether it is being loaded: what it sets up then is there for all its runs. */
  readonly isLoading: boolean
  hasEnded: boolean
}

/** Which mod's code runs: known by its asynchronous context. Undefined outside of any. */
export type GuardContext = AsyncLocalStorage<Guarded | undefined>

type FaultCode = 'mod_changed_builtins' | 'mod_exited' | 'mod_never_settled' | 'mod_unhandled'

/** A mod's fault that shows in the process rather than in what it throws. */
export function faultOf(code: FaultCode, message: string, more: {readonly hint?: string; readonly cause?: unknown} = {}) {
  return new DataPyError([problem(code, message, {hint: more.hint})], {cause: more.cause})
}
