import type {ValidateFunction} from 'ajv'
import type {JsonSchema} from '../model/json.js'
import {ajvFor} from './ajv.js'

/** A validator, and the code from which `readValidator` makes it again without ajv. Throws what ajv throws. */
export async function makeValidator(schema: JsonSchema): Promise<{readonly validate: ValidateFunction; readonly code: string}> {
  const {default: standaloneCode} = await import('ajv/dist/standalone/index.js')
  const ajv = await ajvFor(schema, {}, {source: true})
  // With $async a fault would come as a rejection, at nobody's door.
  const validate = ajv.compile({...schema, $async: false})
  return {validate, code: `${standaloneCode.default(ajv, validate)};module.exports.schema=${schemaIn(validate)}`}
}

/** The name that the code has for the schema, whose parts its errors carry. */
function schemaIn({source, schema}: ValidateFunction): string {
  const names = [...(source?.scopeValues['schema'] ?? [])]
  return names.find(({value}) => value?.ref === schema)?.str ?? JSON.stringify(schema)
}
