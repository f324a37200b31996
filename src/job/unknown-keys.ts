import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'

/** A problem for each key that is none of the known ones. */
export function unknownKeys(
  document: SourceDocument,
  path: readonly string[],
  value: JsonObject,
  known: readonly string[],
  owner: string,
): readonly Problem[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) =>
      problem('unknown_key', `${owner} has no key "${key}"`, {
        at: document.at([...path, key]),
        hint: didYouMean(key, known) ?? `its keys are ${known.join(', ')}`,
      }),
    )
}
