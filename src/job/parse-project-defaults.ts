import {problem} from '../errors/problem.js'
import type {ProjectDefaults} from '../model/job.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import {describeValue} from './describe-value.js'
import {unknownKeys} from './unknown-keys.js'

const projectKeys = ['project_name', 'project_version', 'globals', 'mod_defaults', 'logging']
const loggingKeys = ['base_path', 'retention_days']

/** The project defaults in a document. Everything that is wrong with their form at once. An empty file has none. */
export function parseProjectDefaults(document: SourceDocument): Checked<ProjectDefaults> {
  const problems: Problem[] = []
  const bad = (path: readonly string[], expected: string, value: JsonValue) => {
    problems.push(
      problem('bad_project_defaults', `${path.join('.')} is ${expected}, not ${describeValue(value)}`, {
        at: document.at(path, 'value'),
      }),
    )
  }
  const {value} = document
  if (!isJsonObject(value)) {
    return {
      ok: false,
      problems: [
        problem('bad_project_defaults', `project defaults are a map, not ${describeValue(value)}`, {
          at: document.at([], 'value'),
        }),
      ],
    }
  }
  const map = (path: readonly string[], entry: JsonValue | undefined): JsonObject => {
    if (entry === undefined || entry === null) return {}
    if (isJsonObject(entry)) return entry
    bad(path, 'a map', entry)
    return {}
  }
  const text = (path: readonly string[], entry: JsonValue | undefined): string | undefined => {
    if (entry === undefined || typeof entry === 'string') return entry
    bad(path, 'text', entry)
    return undefined
  }
  problems.push(...unknownKeys(document, [], value, projectKeys, 'project_defaults.yaml'))
  const logging = map(['logging'], value['logging'])
  problems.push(...unknownKeys(document, ['logging'], logging, loggingKeys, 'logging'))
  const defaults = map(['mod_defaults'], value['mod_defaults'])
  const modDefaults = Object.entries(defaults).map(([type, params]): [string, JsonObject] => [
    type,
    map(['mod_defaults', type], params),
  ])
  const days = logging['retention_days']
  if (days !== undefined && (typeof days !== 'number' || days < 0))
    bad(['logging', 'retention_days'], 'a number of days, 0 or more', days)
  const [name, version, basePath] = [
    text(['project_name'], value['project_name']),
    typeof value['project_version'] === 'number'
      ? String(value['project_version'])
      : text(['project_version'], value['project_version']),
    text(['logging', 'base_path'], logging['base_path']),
  ]
  const globals = map(['globals'], value['globals'])
  if (problems.length > 0) return {ok: false, problems}
  return {
    ok: true,
    value: {
      globals,
      mod_defaults: Object.fromEntries(modDefaults),
      logging: {...(basePath !== undefined && {base_path: basePath}), ...(typeof days === 'number' && {retention_days: days})},
      document,
      ...(name !== undefined && {project_name: name}),
      ...(version !== undefined && {project_version: version}),
    },
  }
}
