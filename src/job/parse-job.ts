import {basename} from 'node:path'
import {firstProblems} from '../errors/first-problems.js'
import {problem} from '../errors/problem.js'
import type {Job} from '../model/job.js'
import {isJsonObject} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import {describeValue} from './describe-value.js'
import {durationAt, materializeAt} from './mod-options.js'
import {FieldReader} from './field-reader.js'
import {parseJobMod} from './parse-job-mod.js'
import {isReserved, reservedName} from './reserved-names.js'

const jobKeys = ['name', 'description', 'globals', 'mods', 'materialize', 'timeout']

/** The job in a document. Everything that is wrong with its form at once; parameters are not looked into. */
export function parseJob(document: SourceDocument): Checked<Job> {
  const {value, file} = document
  if (!isJsonObject(value)) {
    const at = document.at([], 'value')
    const one =
      value === null
        ? problem('yaml_empty', `${file} is empty`, {at, hint: 'add mods: with a name and a _type for each'})
        : problem('bad_job', `a job is a map with "mods", not ${describeValue(value)}`, {at})
    return {ok: false, problems: [one]}
  }
  const fields = new FieldReader(document, 'bad_job')
  fields.known([], value, jobKeys, 'a job')
  const {name: written, timeout, materialize} = value
  const globals = fields.map(['globals'], value['globals'])
  const mods = fields.map(['mods'], value['mods'])
  if (value['mods'] === undefined || value['mods'] === null)
    fields.refuse('the job has no mods', 'mods' in value ? ['mods'] : [], 'key', 'add mods: with a name and a _type for each')
  for (const global of Object.keys(globals)) {
    const hint = 'give it another name'
    if (isReserved(global)) fields.refuse(`the global "${global}" ${reservedName}`, ['globals', global], 'key', hint)
    if (Object.hasOwn(mods, global))
      fields.refuse(`the global "${global}" is also the name of a mod`, ['globals', global], 'key', hint)
  }
  const name = fields.text(['name'], written) ?? nameOf(file)
  if (!/^[\w.-]+$/.test(name)) {
    const message = `the name "${name}" goes into file names: letters, digits, "_", "-" and "." only`
    fields.refuse(message, ['name'], 'value')
  }
  const description = fields.text(['description'], value['description'])
  const parsed = {
    name,
    file,
    globals,
    mods: Object.entries(mods).map(([mod, params]) => parseJobMod(fields, mod, params)),
    materialize: materializeAt(fields, ['materialize'], materialize),
    document,
    ...(description !== undefined && {description}),
    ...durationAt(fields, ['timeout'], timeout),
  }
  return fields.problems.length > 0 ? {ok: false, problems: firstProblems(fields.problems)} : {ok: true, value: parsed}
}

/** A job is named for its file, with "_" for what a log file's name should not hold. */
function nameOf(file: string): string {
  return basename(file)
    .replace(/\.(ya?ml|json)$/i, '')
    .replaceAll(/[^\w.-]+/g, '_')
}
