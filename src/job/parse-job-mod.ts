import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {describeValue} from './describe-value.js'
import type {FieldReader} from './field-reader.js'
import {checkOptions, modOptions} from './mod-options.js'
import {isReserved, reservedName} from './reserved-names.js'

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/

/** One entry under `mods`; what is wrong with its form goes to the reader's problems. */
export function parseJobMod(fields: FieldReader, name: string, mod: JsonValue): JobMod {
  const path = ['mods', name]
  checkName(fields, name, path)
  if (!isJsonObject(mod)) {
    fields.refuse(`mod "${name}" is a map of parameters with a _type, not ${describeValue(mod)}`, path, 'value')
    return {name, type: '', params: {}, options: {}}
  }
  const entries = Object.entries(mod)
  const options = Object.fromEntries(entries.filter(([key]) => key.startsWith('_') && key !== '_type'))
  checkKeys(fields, name, options)
  checkOptions(fields, path, options)
  return {
    name,
    type: typeOf(fields, name, mod['_type']),
    params: Object.fromEntries(entries.filter(([key]) => !key.startsWith('_'))),
    options,
  }
}

function checkName(fields: FieldReader, name: string, path: readonly string[]): void {
  if (!identifier.test(name)) {
    const tidy = name.replaceAll(/\W+/g, '_')
    const hint = identifier.test(tidy) ? `for example ${tidy}` : undefined
    fields.refuse(`"${name}" is no name for a mod: letters, digits and "_", not a digit first`, path, 'key', hint)
  }
  if (isReserved(name)) fields.refuse(`mod "${name}" ${reservedName}`, path, 'key', 'give the mod another name')
}

function checkKeys({document, problems}: FieldReader, name: string, options: JsonObject): void {
  for (const key of Object.keys(options)) {
    if (modOptions.some((known) => known === key)) continue
    problems.push(
      problem('unknown_key', `mod "${name}" has no option "${key}"`, {
        at: document.at(['mods', name, key]),
        hint: didYouMean(key, modOptions) ?? `options are ${modOptions.join(', ')}`,
      }),
    )
  }
}

function typeOf(fields: FieldReader, name: string, type: JsonValue | undefined): string {
  if (typeof type === 'string') return type
  if (type === undefined)
    fields.refuse(`mod "${name}" has no _type`, ['mods', name], 'key', 'datapy list-registry lists the types')
  else fields.refuse(`_type is the name of a mod type, not ${describeValue(type)}`, ['mods', name, '_type'], 'value')
  return ''
}
