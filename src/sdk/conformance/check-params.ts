import type {JsonValue} from '../../model/json.js'
import type {ModRun} from '../../model/mod.js'
import type {RegistryEntry} from '../../model/registry.js'
import type {Result} from '../../model/result.js'
import {knownParams, schemaOf} from '../../schema/known-params.js'
import {wrongValues} from '../../schema/wrong-values.js'
import {modTester} from '../mod-tester.js'
import {judged, type Check} from './report.js'
import type {TestCase} from './test-case.js'

/**
 * Whether every parameter is refused when it is wrong, before the mod runs: values that its schema must refuse, a
 * parameter that is missing, and one that nobody knows. Nothing of the mod is imported for this.
 */
export async function checkParams(entry: RegistryEntry, {params, tables, globals}: TestCase, folder: string): Promise<Check> {
  const run: ModRun = () => ({status: 'success', exit_code: 0, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: []})
  const importMod = () => Promise.resolve({ok: true, value: {run}} as const)
  const tester = modTester({entry, packagePath: folder, folder, importMod})
  const {config_schema: schema, interface: ports} = entry
  const own = knownParams(schema).filter((name) => !ports.input_ports.includes(name))
  const faults: string[] = []
  const counted = {wrong: 0}
  const refuse = async (what: string, name: string, given: Readonly<Record<string, JsonValue | undefined>>) => {
    counted.wrong += 1
    const kept = Object.fromEntries(Object.entries({...params, ...given}).filter(([, value]) => value !== undefined))
    const result = await tester.run({...tables, ...kept}, {globals})
    if (!isRefused(result, name)) faults.push(`${name} is taken although it ${what}`)
  }
  try {
    for (const name of own) {
      const wrong = wrongValues(schema, schemaOf(schema, name))
      if (wrong.length === 0 && !takesAllTypes(schemaOf(schema, name)['type']))
        faults.push(`${name} is taken whatever it is: its schema says no type`)
      for (const {value, why} of wrong) await refuse(`${why}: ${JSON.stringify(value)}`, name, {[name]: value})
    }
    const required = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : []
    const mustBeGiven = (name: string) =>
      own.includes(name) && !consumes(entry, name) && schemaOf(schema, name)['default'] === undefined
    for (const name of required.filter(mustBeGiven)) await refuse('is missing', name, {[name]: undefined})
    if (isClosed(schema['additionalProperties'])) await refuse('is no parameter', 'no_such_parameter', {no_such_parameter: 1})
  } finally {
    await tester.close()
  }
  return judged('parameters', faults, {
    ok: `${String(counted.wrong)} wrong values of ${String(own.length)} parameters refused before it runs`,
    fix: 'say in config_schema what the parameter may be',
  })
}

/** Refused by validation, and for this parameter; had it run, it would have succeeded. */
function isRefused({exit_code: exitCode, errors}: Result, name: string): boolean {
  return exitCode === 20 && errors.some(({message}) => message.includes(name))
}

function takesAllTypes(type: JsonValue | undefined): boolean {
  return Array.isArray(type)
}

function isClosed(additional: JsonValue | undefined): boolean {
  return additional === false || additional === undefined
}

function consumes({interface: ports}: RegistryEntry, name: string): boolean {
  return ports.globals_consumed.includes(name)
}
