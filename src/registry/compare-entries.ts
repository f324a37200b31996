import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {Place, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {DocumentPath} from '../model/source-document.js'

const declaredKeys = ['metadata', 'interface', 'dependencies', 'config_schema'] as const

/** Where a registered entry says something else than the package declares: a problem for each value. */
export function compareEntries(
  registered: RegistryEntry,
  declared: RegistryEntry,
  locate: (path: DocumentPath) => Place,
): readonly Problem[] {
  return declaredKeys.flatMap((key) => {
    const found = differences(registered[key] as unknown as JsonValue, declared[key] as unknown as JsonValue, [key]) // entries are JSON
    return found.map(({path, one, other}) =>
      problem(
        'entry_differs',
        `${registered.metadata.type}: ${path.join('.')} is ${shown(one)} in the registry, ${shown(other)} in the package`,
        {
          at: locate(path),
          hint: `register it again: datapy register-mod ${registered.module_path} --force`,
        },
      ),
    )
  })
}

interface Difference {
  readonly path: DocumentPath
  readonly one: JsonValue | undefined
  readonly other: JsonValue | undefined
}

function differences(one: JsonValue | undefined, other: JsonValue | undefined, path: DocumentPath): readonly Difference[] {
  if (isJsonObject(one) && isJsonObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
    return keys.flatMap((key) => differences(own(one, key), own(other, key), [...path, key]))
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item: JsonValue, index) => differences(item, other[index] as JsonValue, [...path, index]))
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [{path, one, other}]
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
