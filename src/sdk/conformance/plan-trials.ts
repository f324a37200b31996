import {join} from 'node:path'
import type {JsonObject, JsonSchema} from '../../model/json.js'
import type {RegistryEntry} from '../../model/registry.js'
import {prepareFolder} from '../../node/trial-folder.js'
import {knownParams, schemaOf} from '../../schema/known-params.js'
import type {TestCase} from './test-case.js'
import {secret, type Trial} from './trial.js'

/** The trials of a mod, by what they are to show. */
export interface PlannedTrials {
  /** A run of each case, as it stands. */
  readonly plain: readonly Trial[]
  /** The first case with tables that mods stumble over. */
  readonly tables: readonly Trial[]
  /** The first case with the secret in a parameter, each in its turn. */
  readonly secrets: readonly Trial[]
  /** The first case, cancelled. */
  readonly cancelled: Trial
}

/** So many parameters get the secret at most. */
const mostSecrets = 12

/** Plans the trials, each in a folder of its own that has its input files. */
export async function planTrials(
  entry: RegistryEntry,
  cases: readonly [TestCase, ...TestCase[]],
  {packagePath, folder}: {readonly packagePath: string; readonly folder: string},
): Promise<PlannedTrials> {
  const made = new Map<string, TestCase>()
  const trial = (one: TestCase, name: string, more: Partial<Trial> = {}): Trial => {
    const own = join(folder, `trial-${String(made.size + 1)}`)
    made.set(own, one)
    const {params, tables, globals} = one
    return {name, folder: own, params, tables, globals, shape: 'as given', abort: false, ...more}
  }
  const [first] = cases
  const hasTables = Object.keys(first.tables).length > 0
  const planned: PlannedTrials = {
    plain: cases.map((one) => trial(one, one.name)),
    tables: hasTables
      ? [trial(first, 'tables without rows', {shape: 'empty'}), trial(first, 'columns with odd names', {shape: 'odd'})]
      : [],
    secrets: secretParams(entry)
      .slice(0, mostSecrets)
      .map((param) => trial(first, `a secret in ${param}`, {params: withSecret(first.params, param)})),
    cancelled: trial(first, 'cancelled', {abort: true}),
  }
  for (const [own, {files}] of made) await prepareFolder(own, files, packagePath)
  return planned
}

/** Another folder for the same trial, its input files there. */
export async function trialAnew(trial: Trial, {files}: TestCase, folder: string, packagePath: string): Promise<Trial> {
  await prepareFolder(folder, files, packagePath)
  return {...trial, folder}
}

/** The parameters that take any text, which a job may take from a secret. */
function secretParams({config_schema: schema, interface: ports}: RegistryEntry): readonly string[] {
  return knownParams(schema).filter((name) => !ports.input_ports.includes(name) && isFreeText(schema, name))
}

function isFreeText(schema: JsonSchema, name: string): boolean {
  const {type, enum: values, const: only, pattern, format, maxLength} = schemaOf(schema, name)
  const isLong = typeof maxLength !== 'number' || maxLength >= secret.value.length
  return (
    type === 'string' &&
    values === undefined &&
    only === undefined &&
    pattern === undefined &&
    isLong &&
    (format === undefined || format === 'password')
  )
}

function withSecret(params: JsonObject, param: string): JsonObject {
  return {...params, [param]: `\${secret:env:${secret.variable}}`}
}
