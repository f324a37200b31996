import type {JsonObject} from '../../model/json.js'
import type {ModInterface} from '../../model/registry.js'

/** What a new mod of a category starts as: a small mod that works, to be changed into what is wanted. */
export interface Starter {
  readonly description: string
  readonly interface: ModInterface
  readonly configSchema: JsonObject
  /** What `run` takes of its parameters and its context, each as it stands between its brackets. */
  readonly takes: {readonly params: string; readonly context: string}
  /** The doc comment of `run`. */
  readonly does: string
  readonly body: string
  /** What stands below `run`, with its types for TypeScript, or in comments for JavaScript. */
  readonly below?: {readonly ts: string; readonly js: string}
  /** The tests of its behaviour, in JavaScript: what stands in the body of `describe`. */
  readonly tests: string
  /** datapy-test.yaml: what the conformance kit runs it with. */
  readonly cases: string
}
