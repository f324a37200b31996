import {isJsonObject, type JsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import {describeParams, describeProperties, type ParamDescription} from './describe-params.js'
import {resolved, schemaOf} from './known-params.js'

/** Deeper than anybody reads; a schema that refers to itself ends here. */
const deepest = 6

/**
 * The parameters of a schema as `describeParams` gives them, each followed by what is within it: `types.*` for every key
 * of a map, `by[]` for every item of a list, `by[].column` for a key of such an item. What has nothing to be said of it
 * beyond its type is left out.
 */
export function describeAllParams(schema: JsonSchema): readonly ParamDescription[] {
  const within = (name: string, part: JsonObject, depth: number): readonly ParamDescription[] => {
    if (depth > deepest) return []
    const {items, additionalProperties, anyOf, oneOf, allOf} = part
    const inner = [
      ...describeProperties(part, schema).flatMap((one) => [
        {...one, name: `${name}.${one.name}`},
        ...within(`${name}.${one.name}`, propertyOf(part, one.name), depth + 1),
      ]),
      ...held(`${name}[]`, items, depth),
      ...held(`${name}.*`, additionalProperties, depth),
      ...listOf(allOf).flatMap((one) => within(name, resolved(schema, one), depth + 1)),
      // What one of several forms needs, the others do not.
      ...[anyOf, oneOf]
        .flatMap(listOf)
        .flatMap((one) => within(name, resolved(schema, one), depth + 1))
        .map((one) => ({...one, required: false})),
    ]
    return [...new Map(inner.map((one) => [one.name, one])).values()]
  }
  const held = (name: string, value: JsonValue | undefined, depth: number): readonly ParamDescription[] => {
    if (!isJsonObject(value)) return []
    const part = resolved(schema, value)
    const [one] = describeProperties({properties: {[name]: part}}, schema)
    const says = one !== undefined && (one.description !== '' || one.values !== undefined || one.default !== undefined)
    return [...(says ? [one] : []), ...within(name, part, depth + 1)]
  }
  const propertyOf = ({properties}: JsonObject, name: string) =>
    resolved(schema, isJsonObject(properties) ? own(properties, name) : undefined)
  return describeParams(schema).flatMap((param) => [param, ...within(param.name, schemaOf(schema, param.name), 0)])
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
