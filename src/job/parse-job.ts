import {basename} from 'node:path'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {Job, JobMod, Materialize} from '../model/job.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import {describeValue} from './describe-value.js'
import {unknownKeys} from './unknown-keys.js'

const jobKeys = ['name', 'description', 'globals', 'mods', 'materialize', 'timeout']
const modOptions = [
  '_type',
  '_depends_on',
  '_retry',
  '_timeout',
  '_always_run',
  '_for_each',
  '_materialize',
  '_checkpoint',
  '_isolate',
]
const reservedNames = new Set(['globals', 'env', 'secret', 'run'])
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const duration = /^\d+(\.\d+)?\s*(ms|s|m|h)?$/

/** The job in a document. Everything that is wrong with its form at once; parameters are not looked into. */
export function parseJob(document: SourceDocument): Checked<Job> {
  const problems: Problem[] = []
  const {value, file} = document
  if (!isJsonObject(value)) {
    return {
      ok: false,
      problems: [problem('bad_job', `a job is a map with "mods", not ${describeValue(value)}`, {at: document.at([], 'value')})],
    }
  }
  problems.push(...unknownKeys(document, [], value, jobKeys, 'a job'))
  const globals = mapAt(document, 'globals', value['globals'], problems)
  const mods = mapAt(document, 'mods', value['mods'], problems)
  if (value['mods'] === undefined)
    problems.push(
      problem('bad_job', 'the job has no "mods"', {at: document.at([]), hint: 'add mods: with a name and a _type for each'}),
    )
  const parsed = Object.entries(mods).map(([name, mod]) => parseMod(document, name, mod, problems))
  for (const name of Object.keys(globals)) {
    if (reservedNames.has(name) || name in mods) {
      const why = name in mods ? 'is also the name of a mod' : 'is a name that references keep for themselves'
      problems.push(
        problem('bad_job', `the global "${name}" ${why}`, {at: document.at(['globals', name]), hint: 'give it another name'}),
      )
    }
  }
  const name = textAt(document, 'name', value['name'], problems) ?? basename(file).replace(/\.(ya?ml|json)$/, '')
  if (!/^[\w.-]+$/.test(name))
    problems.push(
      problem('bad_job', `the name "${name}" goes into file names: letters, digits, "_", "-" and "." only`, {
        at: document.at(['name'], 'value'),
      }),
    )
  const description = textAt(document, 'description', value['description'], problems)
  const {timeout} = value
  if (timeout !== undefined && !isDuration(timeout)) problems.push(badDuration(document, ['timeout'], timeout))
  const materialize = materializeAt(document, ['materialize'], value['materialize'], problems)
  if (problems.length > 0) return {ok: false, problems}
  return {
    ok: true,
    value: {
      name,
      file,
      globals,
      mods: parsed,
      materialize,
      document,
      ...(description !== undefined && {description}),
      ...((typeof timeout === 'number' || typeof timeout === 'string') && {timeout}),
    },
  }
}

function parseMod(document: SourceDocument, name: string, mod: JsonValue, problems: Problem[]): JobMod {
  const path = ['mods', name]
  if (!identifier.test(name))
    problems.push(
      problem('bad_job', `"${name}" is no name for a mod: letters, digits and "_", not a digit first`, {at: document.at(path)}),
    )
  if (reservedNames.has(name))
    problems.push(
      problem('bad_job', `"${name}" is a name that references keep for themselves`, {
        at: document.at(path),
        hint: 'give the mod another name',
      }),
    )
  if (!isJsonObject(mod)) {
    problems.push(
      problem('bad_job', `mod "${name}" is a map of parameters with a _type, not ${describeValue(mod)}`, {
        at: document.at(path, 'value'),
      }),
    )
    return {name, type: '', params: {}, options: {}}
  }
  const entries = Object.entries(mod)
  const options = Object.fromEntries(entries.filter(([key]) => key.startsWith('_') && key !== '_type'))
  for (const key of Object.keys(options)) {
    if (modOptions.includes(key)) continue
    problems.push(
      problem('unknown_key', `mod "${name}" has no option "${key}"`, {
        at: document.at([...path, key]),
        hint: didYouMean(key, modOptions) ?? `options are ${modOptions.join(', ')}`,
      }),
    )
  }
  const timeout = options['_timeout']
  if (timeout !== undefined && !isDuration(timeout)) problems.push(badDuration(document, [...path, '_timeout'], timeout))
  materializeAt(document, [...path, '_materialize'], options['_materialize'], problems)
  const type = mod['_type']
  if (type === undefined)
    problems.push(
      problem('bad_job', `mod "${name}" has no _type`, {at: document.at(path), hint: 'datapy list-registry lists the types'}),
    )
  else if (typeof type !== 'string')
    problems.push(
      problem('bad_job', `_type is the name of a mod type, not ${describeValue(type)}`, {
        at: document.at([...path, '_type'], 'value'),
      }),
    )
  return {
    name,
    type: typeof type === 'string' ? type : '',
    params: Object.fromEntries(entries.filter(([key]) => !key.startsWith('_'))),
    options,
  }
}

function mapAt(document: SourceDocument, key: string, value: JsonValue | undefined, problems: Problem[]): JsonObject {
  if (value === undefined || value === null) return {}
  if (isJsonObject(value)) return value
  problems.push(problem('bad_job', `"${key}" is a map, not ${describeValue(value)}`, {at: document.at([key], 'value')}))
  return {}
}

function textAt(document: SourceDocument, key: string, value: JsonValue | undefined, problems: Problem[]): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  problems.push(problem('bad_job', `"${key}" is text, not ${describeValue(value)}`, {at: document.at([key], 'value')}))
  return undefined
}

function materializeAt(
  document: SourceDocument,
  path: readonly string[],
  value: JsonValue | undefined,
  problems: Problem[],
): Materialize {
  if (value === undefined || value === 'always' || value === 'never') return value ?? 'always'
  problems.push(
    problem('bad_job', `${path.at(-1) ?? ''} is always or never, not ${describeValue(value)}`, {at: document.at(path, 'value')}),
  )
  return 'always'
}

function isDuration(value: JsonValue): boolean {
  return (typeof value === 'number' && value > 0) || (typeof value === 'string' && duration.test(value))
}

function badDuration(document: SourceDocument, path: readonly string[], value: JsonValue): Problem {
  return problem('bad_job', `${path.at(-1) ?? ''} is a time such as 90, 90s, 5m or 1h, not ${describeValue(value)}`, {
    at: document.at(path, 'value'),
  })
}
