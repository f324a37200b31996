import type {Ajv as AjvType, Options, ValidateFunction} from 'ajv'
import {problem} from '../errors/problem.js'
import type {JsonSchema} from '../model/json.js'
import type {Checked} from '../model/problem.js'

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
export async function ajvFor(schema: JsonSchema, more: Options = {}): Promise<AjvType> {
  const [{default: addFormats}, {safeRegExp}, Ajv] = await Promise.all([
    import('ajv-formats'),
    import('./safe-regexp.js'),
    ajvClass(schema),
  ])
  const ajv = new Ajv({...options, ...more, code: {regExp: safeRegExp}})
  addFormats.default(ajv)
  for (const format of pathFormats) ajv.addFormat(format, true)
  return ajv
}

async function ajvClass(schema: JsonSchema): Promise<typeof AjvType> {
  if (String(schema['$schema'] ?? '').includes('2020-12')) {
    const {Ajv2020} = await import('ajv/dist/2020.js')
    return Ajv2020 // The two classes differ in the keywords they know alone.
  }
  return (await import('ajv')).Ajv
}

/** Compiled validators by the text of their schema: a job of a thousand steps has a handful of mod types. */
const compiled = new Map<string, ValidateFunction>()
const mostCompiled = 100

/** What validates against a schema; made once for each schema, since that takes longer than all else that checks a mod. */
export async function validatorFor(schema: JsonSchema): Promise<Checked<ValidateFunction>> {
  const key = JSON.stringify(schema)
  const before = compiled.get(key)
  if (before !== undefined) return {ok: true, value: before}
  try {
    // With $async a fault would come as a rejection, at nobody's door.
    const validate = (await ajvFor(schema)).compile({...schema, $async: false})
    if (compiled.size >= mostCompiled) compiled.clear()
    compiled.set(key, validate)
    return {ok: true, value: validate}
  } catch (error) {
    return {ok: false, problems: [problem('bad_config_schema', `config_schema cannot be used: ${(error as Error).message}`)]}
  }
}
