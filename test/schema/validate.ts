import type {JsonObject, JsonSchema} from '../../src/model/json.js'
import type {Checked, Problem} from '../../src/model/problem.js'
import type {ModInterface} from '../../src/model/registry.js'
import {validateParams} from '../../src/schema/validate-params.js'

/** Stands for a table, or a value that is yet to come. */
export class Live {
  readonly rows = 3
}

export const ports: ModInterface = {input_ports: [], output_ports: [], globals_produced: [], globals_consumed: []}

/** Validates as a job does; a place is `param.path` with `:key` for a key, and the mod stands at `the mod`. */
export function validate(
  schema: JsonSchema,
  params: Readonly<Record<string, unknown>>,
  more: {readonly ports?: Partial<ModInterface>; readonly inheritedBy?: string} = {},
): Promise<Checked<Record<string, unknown>>> {
  return validateParams({
    modType: 'reader',
    entry: {config_schema: schema, interface: {...ports, ...more.ports}},
    params,
    at: {file: 'the mod'},
    locate: (param, path, part) => ({file: [param, ...path].join('.') + (part === 'key' ? ':key' : '')}),
    isOpaque: (value) => value instanceof Live,
    ...(more.inheritedBy !== undefined && {inheritedBy: () => more.inheritedBy}),
  })
}

export function schemaOf(properties: JsonObject, more: JsonObject = {}): JsonSchema {
  return {type: 'object', properties, ...more}
}

/** Problems as lines `code at place: message (hint)`. */
export function told(checked: Checked<unknown>): readonly string[] {
  const problems: readonly Problem[] = checked.ok ? [] : checked.problems
  return problems.map(
    ({code, at, message, hint}) =>
      `${String(code)} at ${at?.file ?? 'nowhere'}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )
}
