import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'

/** A validator is code: one for more than this would take seconds to make, and thousands of parameters are a file of data. */
const maxValues = 100_000
/** What is built from nested values is built by recursion. */
const maxDepth = 200
/** That no value of an enum is there twice is found by comparing each with each. */
const maxListed = 5000

/** Why a schema is too large to be used; undefined where it is not. Without recursion, since it may be nested in any depth. */
export function faultOfSize(schema: JsonSchema): string | undefined {
  const open: {readonly value: JsonValue; readonly depth: number}[] = [{value: schema, depth: 1}]
  let values = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {value, depth} = next
    values += 1
    if (values > maxValues) return `is too large: it holds more than ${String(maxValues)} keys and values`
    if (depth > maxDepth) return `is nested deeper than ${String(maxDepth)} levels`
    if (typeof value !== 'object' || value === null) continue
    const listed = isJsonObject(value) ? value['enum'] : undefined
    if (Array.isArray(listed) && listed.length > maxListed)
      return `has an enum of ${String(listed.length)} values: more than ${String(maxListed)} belong into a file of data`
    for (const inner of Object.values(value) as readonly JsonValue[]) open.push({value: inner, depth: depth + 1})
  }
  return undefined
}
