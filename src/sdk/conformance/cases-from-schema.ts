import type {Row} from '../../model/dataset.js'
import type {JsonObject, JsonValue} from '../../model/json.js'
import type {RegistryEntry} from '../../model/registry.js'
import {exampleParams} from '../../schema/describe-params.js'
import {schemaOf} from '../../schema/known-params.js'
import {atPort} from '../../schema/port-shape.js'
import type {TestCase} from './test-case.js'

/** Values of the usual kinds, among them what mods stumble over. */
const sampleRows: readonly Row[] = [
  {id: '007', name: 'Ada', amount: 12.5, day: '2024-08-12', active: true, "it's odd; --": 'x'},
  {id: '008', name: "O'Hara", amount: null, day: null, active: false, "it's odd; --": null},
  {id: '009', name: null, amount: -3, day: '2024-02-29', active: null, "it's odd; --": 'ü "q"'},
]
const sampleFiles: Readonly<Record<string, string>> = {
  csv: 'id,name\n1,Ada\n2,Grace\n',
  txt: 'one line\nand another\n',
  json: '[{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}]\n',
}

/**
 * A run that may succeed: the schema's own examples, a table at each input port with the columns that these seem to
 * name, and a file for each path that is read.
 */
export function casesFromSchema(entry: RegistryEntry): TestCase {
  const {config_schema: schema, interface: ports} = entry
  const examples = Object.entries(exampleParams(entry)).filter(([name]) => !ports.input_ports.includes(name))
  const params = Object.fromEntries(examples.map(([name, value]) => [name, near(value, schemaOf(schema, name))]))
  const named = wordsIn(Object.values(params))
  const rows = sampleRows.map((row) => ({...Object.fromEntries(named.map((word) => [word, 'text'])), ...row}))
  const tables = ports.input_ports.map((port) => [port, atPort<readonly Row[]>(schema, port, rows)] as const)
  return {
    name: 'the examples of its schema',
    params,
    tables: Object.fromEntries(tables),
    files: Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) => {
        const text = typeof value === 'string' ? sampleFiles[value.split('.').at(-1) ?? ''] : undefined
        return schemaOf(schema, name)['format'] === 'input-file' && text !== undefined ? [[String(value), text]] : []
      }),
    ),
    globals: {},
  }
}

/** A path that leads out of the folder of the run is taken from its last part. */
function near(value: JsonValue, {format}: JsonObject): JsonValue {
  const isPath = format === 'input-file' || format === 'output-file' || format === 'directory'
  return isPath && typeof value === 'string' && /^[/\\]|\.\.|^\w:/.test(value) ? (value.split(/[/\\]/).at(-1) ?? value) : value
}

/** Texts that can be names of columns. */
function wordsIn(values: readonly JsonValue[]): readonly string[] {
  const words = values.flatMap((value): readonly string[] => {
    if (typeof value === 'string') return /^[A-Za-z_]\w*$/.test(value) ? [value] : []
    if (typeof value !== 'object' || value === null) return []
    const keys = Array.isArray(value) ? [] : Object.keys(value)
    return [...keys.filter((key) => /^[A-Za-z_]\w*$/.test(key)), ...wordsIn(Object.values(value))]
  })
  return [...new Set(words)]
}
