import type {RegistryEntry} from '../model/registry.js'
import type {Result} from '../model/result.js'
import type {OutputLookup} from '../params/resolve-references.js'

const groups = ['artifacts', 'globals', 'metrics'] as const

/**
 * What a reference to an earlier mod stands for: `name.port`, `name.artifacts.port`, `name.globals.x` or
 * `name.metrics.x`, looked up in its result.
 */
export function outputOf(
  {artifacts, globals, metrics}: Pick<Result, 'artifacts' | 'globals' | 'metrics'>,
  path: readonly string[],
): OutputLookup {
  const [group, name, inner] = split(path)
  const values: Readonly<Record<string, unknown>> = {artifacts, globals, metrics}[group]
  if (name === undefined || !Object.hasOwn(values, name)) {
    return {found: 'missing', late: true, reason: `it left no ${group.slice(0, -1)} "${name ?? ''}"`, known: Object.keys(values)}
  }
  return follow(values[name], inner)
}

/** The same before the mod has run: whether what it declares has such an output. */
export function declaredOutput(
  {interface: {output_ports: ports, globals_produced: produced}}: RegistryEntry,
  path: readonly string[],
): OutputLookup {
  const [group, name] = split(path)
  // Metrics are not declared, so a reference to one can only be judged when it is there.
  if (group === 'metrics')
    return name === undefined ? {found: 'missing', reason: 'a metric needs a name'} : {found: 'pending', isNoTable: true}
  const known = group === 'artifacts' ? ports : produced
  if (name !== undefined && known.includes(name)) return {found: 'pending', isNoTable: group === 'globals'}
  return {found: 'missing', reason: `it has no ${group === 'artifacts' ? 'output port' : 'global'} "${name ?? ''}"`, known}
}

function split(path: readonly string[]): [(typeof groups)[number], string | undefined, readonly string[]] {
  const [first, ...rest] = path
  const group = groups.find((known) => known === first)
  if (group === undefined || (group === 'artifacts' && rest.length === 0)) return ['artifacts', first, rest]
  return [group, rest[0], rest.slice(1)]
}

function follow(value: unknown, path: readonly string[]): OutputLookup {
  const [key, ...rest] = path
  if (key === undefined) return {found: 'value', value}
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, key))
    return follow((value as Record<string, unknown>)[key], rest)
  return {found: 'missing', late: true, reason: `it has nothing at "${key}"`}
}
