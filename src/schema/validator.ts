import type {ValidateFunction} from 'ajv'
import {problem} from '../errors/problem.js'
import type {JsonSchema} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import {unusable} from './unusable.js'
import {readValidator} from './validator-code.js'

/** Where the code of validators is kept from one process to the next. Neither call ever fails. */
export interface ValidatorShelf {
  /** The code kept for a schema, given as JSON text; undefined where there is none. */
  find(schema: string): Promise<string | undefined>
  keep(schema: string, code: string): Promise<void>
}

/** By schema, and by its text: a job of a thousand steps has a handful of mod types. */
const bySchema = new WeakMap<JsonSchema, ValidateFunction>()
const byText = new Map<string, ValidateFunction>()
const mostHeld = 100

/**
 * What validates against a schema. It is read from the shelf where its code lies there, since making it anew takes
 * longer than all else that checks a mod; what is made anew is put there.
 */
export async function validatorFor(schema: JsonSchema, shelf: ValidatorShelf | undefined): Promise<Checked<ValidateFunction>> {
  const held = bySchema.get(schema)
  if (held !== undefined) return {ok: true, value: held}
  const text = JSON.stringify(schema)
  try {
    const validator = byText.get(text) ?? (await readKept(text, shelf)) ?? (await makeAndKeep(schema, text, shelf))
    if (byText.size >= mostHeld) byText.clear()
    byText.set(text, validator)
    bySchema.set(schema, validator)
    return {ok: true, value: validator}
  } catch (error) {
    return {ok: false, problems: [problem('bad_config_schema', `config_schema ${unusable(error)}`)]}
  }
}

async function readKept(text: string, shelf: ValidatorShelf | undefined): Promise<ValidateFunction | undefined> {
  const code = await shelf?.find(text)
  return code === undefined ? undefined : await readValidator(code)
}

async function makeAndKeep(schema: JsonSchema, text: string, shelf: ValidatorShelf | undefined): Promise<ValidateFunction> {
  const {makeValidator} = await import('./make-validator.js')
  const {validate, code} = await makeValidator(schema)
  await shelf?.keep(text, code)
  return validate
}
