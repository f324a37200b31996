import {firstProblems} from '../errors/first-problems.js'
import {problem} from '../errors/problem.js'
import type {ProjectDefaults} from '../model/job.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import {describeValue} from './describe-value.js'
import {FieldReader} from './field-reader.js'
import {isReserved, reservedName} from './reserved-names.js'

const projectKeys = ['project_name', 'project_version', 'globals', 'mod_defaults', 'logging']
const loggingKeys = ['base_path', 'retention_days']

/** The project defaults in a document. Everything that is wrong with their form at once. An empty file has none. */
export function parseProjectDefaults(document: SourceDocument): Checked<ProjectDefaults> {
  const value = document.value ?? {}
  if (!isJsonObject(value)) {
    const message = `project defaults are a map, not ${describeValue(value)}`
    return {ok: false, problems: [problem('bad_project_defaults', message, {at: document.at([], 'value')})]}
  }
  const fields = new FieldReader(document, 'bad_project_defaults')
  fields.known([], value, projectKeys, 'project_defaults.yaml')
  const name = fields.text(['project_name'], value['project_name'])
  const version = versionOf(fields, value['project_version'])
  const globals = fields.map(['globals'], value['globals'])
  for (const global of Object.keys(globals)) {
    if (isReserved(global))
      fields.refuse(`the global "${global}" ${reservedName}`, ['globals', global], 'key', 'give it another name')
  }
  const modDefaults = Object.entries(fields.map(['mod_defaults'], value['mod_defaults'])).map(
    ([type, params]): [string, JsonObject] => [type, fields.map(['mod_defaults', type], params)],
  )
  const defaults: ProjectDefaults = {
    globals,
    mod_defaults: Object.fromEntries(modDefaults),
    logging: loggingOf(fields, value['logging']),
    document,
    ...(name !== undefined && {project_name: name}),
    ...(version !== undefined && {project_version: version}),
  }
  return fields.problems.length > 0 ? {ok: false, problems: firstProblems(fields.problems)} : {ok: true, value: defaults}
}

function loggingOf(fields: FieldReader, value: JsonValue | undefined): ProjectDefaults['logging'] {
  const logging = fields.map(['logging'], value)
  fields.known(['logging'], logging, loggingKeys, 'logging')
  const basePath = fields.text(['logging', 'base_path'], logging['base_path'])
  const days = logging['retention_days']
  const isDays = typeof days === 'number' && days >= 0
  if (days !== undefined && !isDays) fields.wrong(['logging', 'retention_days'], 'a number of days, 0 or more', days)
  return {...(basePath !== undefined && {base_path: basePath}), ...(isDays && {retention_days: days})}
}

/** A version is text; one that is written as a number (1.1) is taken as that number. */
function versionOf(fields: FieldReader, value: JsonValue | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : fields.text(['project_version'], value)
}
