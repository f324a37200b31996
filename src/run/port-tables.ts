import type {RegistryEntry} from '../model/registry.js'
import {isPlain} from '../params/pending-value.js'
import {portShape} from '../schema/port-shape.js'

type Ported = Pick<RegistryEntry, 'config_schema' | 'interface'>

/** Parameters with something else in place of each table at an input port: of the port itself, or in its list or map. */
export async function mapTables(
  params: Readonly<Record<string, unknown>>,
  {config_schema: schema, interface: {input_ports: ports}}: Ported,
  map: (table: unknown) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const mapped: Record<string, unknown> = {...params}
  for (const port of ports) {
    const value = mapped[port]
    if (value === undefined) continue
    const shape = portShape(schema, port)
    if (shape === 'list' && Array.isArray(value)) {
      const tables: unknown[] = []
      for (const table of value as readonly unknown[]) tables.push(await map(table))
      mapped[port] = tables
    } else if (shape === 'map' && isPlain(value)) {
      const tables: [string, unknown][] = []
      for (const [name, table] of Object.entries(value)) tables.push([name, await map(table)])
      mapped[port] = Object.fromEntries(tables)
    } else mapped[port] = await map(value)
  }
  return mapped
}

/** Every table at these input ports. */
export async function tablesAt(
  params: Readonly<Record<string, unknown>>,
  {config_schema, interface: own}: Ported,
  ports: readonly string[],
): Promise<readonly unknown[]> {
  const tables: unknown[] = []
  const entry = {config_schema, interface: {...own, input_ports: ports}}
  await mapTables(params, entry, (table) => Promise.resolve(tables.push(table)))
  return tables
}
