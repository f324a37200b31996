import type {Ajv as AjvType, CodeOptions, Options} from 'ajv'
import type {JsonSchema} from '../model/json.js'

/** Names of formats that say what kind of path a text is; any text will do. */
const pathFormats = ['input-file', 'output-file', 'directory'] as const

const options: Options = {
  allErrors: true,
  useDefaults: true,
  ownProperties: true,
  strict: false,
  verbose: true,
  // Whether the schema itself is valid is checked when a mod is registered.
  validateSchema: false,
  coerceTypes: false,
  removeAdditional: false,
  // What it would say goes to the console.
  logger: false,
}

/** An ajv for one schema, of the draft that its `$schema` names (draft-07 when it names none). */
export async function ajvFor(schema: JsonSchema, more: Options = {}, code: CodeOptions = {}): Promise<AjvType> {
  const [{default: addFormats}, {safeRegExp}, Ajv] = await Promise.all([
    import('ajv-formats'),
    import('./safe-regexp.js'),
    ajvClass(schema),
  ])
  const ajv = new Ajv({...options, ...more, code: {...code, regExp: safeRegExp}})
  addFormats.default(ajv)
  for (const format of pathFormats) ajv.addFormat(format, true)
  return ajv
}

async function ajvClass(schema: JsonSchema): Promise<typeof AjvType> {
  if (String(schema['$schema'] ?? '').includes('2020-12')) {
    const {default: draft2020} = await import('ajv/dist/2020.js')
    return draft2020.Ajv2020 // The two classes differ in the keywords they know alone.
  }
  return (await import('ajv')).default.Ajv
}
