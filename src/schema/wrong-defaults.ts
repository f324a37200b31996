import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {ajvFor} from './ajv.js'
import {foldAlternatives, pathOf, type FoldedError} from './fold-alternatives.js'
import {messageOf} from './schema-message.js'

/** What is wrong with the defaults of a schema: each is given to the mod as it stands, so it must be what the schema asks for. */
export async function wrongDefaults(schema: JsonSchema): Promise<readonly string[]> {
  const all = propertiesWithin(schema, '')
  const alone = all.filter(({property}) => !refersToMore(property))
  const others = all.filter(({property}) => refersToMore(property))
  return [...(await wrongAlone(schema, alone)), ...(await wrongByReference(schema, others))]
}

/** Of properties that need nothing else of the schema: all at once, since ten thousand validators take half a minute to make. */
async function wrongAlone({$schema}: JsonSchema, properties: readonly Property[]): Promise<readonly string[]> {
  if (properties.length === 0) return []
  const own = Object.fromEntries(properties.map(({pointer, property}) => [pointer, property]))
  const schema: JsonSchema = {...($schema !== undefined && {$schema}), properties: own}
  const validate = (await ajvFor(schema, {useDefaults: false}, {optimize: false})).compile(schema)
  if (validate(Object.fromEntries(properties.map(({pointer, preset}) => [pointer, preset])))) return []
  const errors = foldAlternatives(validate.errors ?? [], schema)
  return properties.flatMap(({pointer, name}) => {
    const [error] = errors.filter((one) => pathOf(one)[0] === pointer)
    return error === undefined ? [] : [told(name, error, 1)]
  })
}

async function wrongByReference(schema: JsonSchema, properties: readonly Property[]): Promise<readonly string[]> {
  const id = 'datapy:config_schema'
  const ajv = await ajvFor(schema, {useDefaults: false}, {optimize: false})
  ajv.addSchema({...schema, $id: id})
  return properties.flatMap(({pointer, name, preset}) => {
    const validate = ajv.getSchema(`${id}#${pointer}`)
    if (validate === undefined || validate(preset) === true) return []
    const [error] = foldAlternatives(validate.errors ?? [], schema)
    return [told(name, error, 0)]
  })
}

/** `depth`: how many steps of the error's way lead to the default itself. */
function told(name: string, error: FoldedError | undefined, depth: number): string {
  const inside = error === undefined ? '' : pathOf(error).slice(depth).join('.')
  const message = error === undefined ? 'is not valid' : messageOf(error).message
  return `has a default for "${name}" that is not valid itself: ${inside === '' ? 'it' : inside} ${message}`
}

/** Whether a part of a schema has a reference, or a name by which another is found. */
function refersToMore(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, inner]: [string, JsonValue]) => /^\$(?:ref|dynamicRef|id|anchor|dynamicAnchor)$/.test(key) || refersToMore(inner),
  )
}

interface Property {
  /** JSON pointer from the top of the schema. */
  readonly pointer: string
  readonly name: string
  readonly property: JsonSchema
  readonly preset: JsonValue
}

/** Every property with a default, at any depth of nested maps. */
function propertiesWithin(schema: JsonSchema, start: string): readonly Property[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return []
    const escaped = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
    const pointer = `${start}/properties/${escaped}`
    const {default: preset} = property
    return [...(preset === undefined ? [] : [{pointer, name, property, preset}]), ...propertiesWithin(property, pointer)]
  })
}
