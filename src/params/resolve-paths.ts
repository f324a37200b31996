import {isAbsolute, resolve} from 'node:path'
import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {PendingValue} from './pending-value.js'

export interface PathsToResolve {
  readonly schema: JsonSchema
  /** The folder of the file that names a parameter. */
  folderOf(param: string): string
}

export interface ResolvedPaths {
  readonly params: Readonly<Record<string, unknown>>
  /** Files that must be there. */
  readonly inputs: readonly {readonly param: string; readonly path: string}[]
  /** Files that will be written. */
  readonly outputs: readonly {readonly param: string; readonly path: string}[]
}

const formats = ['input-file', 'output-file', 'directory'] as const
type PathFormat = (typeof formats)[number]

interface PathParam {
  readonly param: string
  readonly format: PathFormat
  readonly preset: JsonValue | undefined
}

/**
 * Makes absolute what the schema calls a path, its defaults included: from `base_path` if the mod gets one, else from the
 * folder of the file that names it. `base_path` itself starts at the folder of the file that names it.
 */
export function resolvePaths(params: Readonly<Record<string, unknown>>, {schema, folderOf}: PathsToResolve): ResolvedPaths {
  const paths = pathParams(schema)
  const base = basePath(params['base_path'] ?? paths.find(({param}) => param === 'base_path')?.preset, folderOf)
  const out: Record<string, unknown> = {...params, ...(base !== undefined && {base_path: base})}
  const found: {param: string; path: string; format: PathFormat}[] = []
  for (const {param, format, preset} of paths) {
    if (param === 'base_path') continue
    const absolute = (value: unknown): unknown => {
      if (typeof value !== 'string' || value === '') return value
      // Where it starts is yet to come, so nobody can say where it ends.
      if (base instanceof PendingValue && !isAbsolute(value)) return base
      const path = resolve(typeof base === 'string' ? base : folderOf(param), value)
      found.push({param, path, format})
      return path
    }
    const value = params[param] === undefined ? preset : params[param]
    if (value !== undefined) out[param] = Array.isArray(value) ? value.map(absolute) : absolute(value)
  }
  const of = (wanted: PathFormat) => found.filter(({format}) => format === wanted).map(({param, path}) => ({param, path}))
  return {params: out, inputs: of('input-file'), outputs: of('output-file')}
}

function basePath(value: unknown, folderOf: PathsToResolve['folderOf']): PendingValue | string | undefined {
  if (value instanceof PendingValue) return value
  return typeof value === 'string' ? resolve(folderOf('base_path'), value) : undefined
}

/** The parameters that are paths, of which kind, and their defaults. */
function pathParams(schema: JsonSchema): readonly PathParam[] {
  const properties = schema['properties']
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).flatMap(([param, property]) => {
    const format = pathFormat(property)
    return format === undefined || !isJsonObject(property) ? [] : [{param, format, preset: property['default']}]
  })
}

/** The path format of a property, of its items, or of one of its alternatives. */
function pathFormat(property: JsonValue | undefined): PathFormat | undefined {
  if (!isJsonObject(property)) return undefined
  const own = formats.find((format) => format === property['format'])
  if (own !== undefined) return own
  const {items, anyOf, oneOf} = property
  for (const one of [items, ...listed(anyOf), ...listed(oneOf)]) {
    const format = pathFormat(one)
    if (format !== undefined) return format
  }
  return undefined
}

function listed(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
