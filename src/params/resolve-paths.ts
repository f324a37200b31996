import {resolve} from 'node:path'
import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'

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

/**
 * Makes absolute what the schema calls a path: from `base_path` if the mod gets one, else from the folder of the file
 * that names it. `base_path` itself starts at the folder of the file that names it.
 */
export function resolvePaths(params: Readonly<Record<string, unknown>>, {schema, folderOf}: PathsToResolve): ResolvedPaths {
  const basePath = params['base_path']
  const base = typeof basePath === 'string' ? resolve(folderOf('base_path'), basePath) : undefined
  const out: Record<string, unknown> = {...params}
  if (base !== undefined) out['base_path'] = base
  const found: {param: string; path: string; format: PathFormat}[] = []
  for (const [param, format] of pathParams(schema)) {
    if (param === 'base_path') continue
    const absolute = (value: unknown): unknown => {
      if (typeof value !== 'string' || value === '') return value
      const path = resolve(base ?? folderOf(param), value)
      found.push({param, path, format})
      return path
    }
    const value = params[param]
    if (value !== undefined) out[param] = Array.isArray(value) ? value.map(absolute) : absolute(value)
  }
  const of = (wanted: PathFormat) => found.filter(({format}) => format === wanted).map(({param, path}) => ({param, path}))
  return {params: out, inputs: of('input-file'), outputs: of('output-file')}
}

/** The parameters that are paths, and of which kind. */
function pathParams(schema: JsonSchema): readonly (readonly [string, PathFormat])[] {
  const properties = schema['properties']
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).flatMap(([param, property]) => {
    const format = pathFormat(property)
    return format === undefined ? [] : [[param, format] as const]
  })
}

/** The path format of a property, of its items, or of one of its alternatives. */
function pathFormat(property: JsonValue | undefined): PathFormat | undefined {
  if (!isJsonObject(property)) return undefined
  const own = formats.find((format) => format === property['format'])
  if (own !== undefined) return own
  const inner = [
    property['items'],
    ...[property['anyOf'], property['oneOf']].flatMap((list) => (Array.isArray(list) ? (list as JsonValue[]) : [])),
  ]
  for (const one of inner) {
    const format = pathFormat(one)
    if (format !== undefined) return format
  }
  return undefined
}
