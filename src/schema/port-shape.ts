import type {JsonSchema} from '../model/json.js'
import {schemaOf} from './known-params.js'

export type PortShape = 'list' | 'map' | 'table'

/**
 * What an input port takes: one table, or a list of tables where the schema says that its parameter is an array, or a map
 * of them by name where it says object.
 */
export function portShape(schema: JsonSchema, port: string): PortShape {
  const {type} = schemaOf(schema, port)
  return type === 'array' ? 'list' : type === 'object' ? 'map' : 'table'
}

/** What stands at such a port, where `table` stands for one table; a map is an example's, so that its names make sense. */
export function atPort<T>(schema: JsonSchema, port: string, table: T): T | readonly T[] | Readonly<Record<string, T>> {
  const {examples} = schemaOf(schema, port)
  const [example] = Array.isArray(examples) ? (examples as readonly unknown[]) : []
  switch (portShape(schema, port)) {
    case 'table':
      return table
    case 'list':
      return [table, table]
    case 'map':
      return Object.fromEntries(
        Object.keys(typeof example === 'object' && example !== null ? example : {name: ''}).map((name) => [name, table]),
      )
  }
}
