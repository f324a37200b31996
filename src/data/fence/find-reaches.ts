import {columnKey} from '../column-names.js'
import {isNode, type Node} from './syntax-tree.js'

/** What a query asks for by name, or a part of it that is not known to be harmless, and how many bytes stand before it. */
export interface Reach {
  readonly kind: 'catalogue' | 'function' | 'table' | 'table function' | 'unknown'
  readonly name: string
  readonly offset: number
}

/** A part of the tree that is still to be looked at, and the names of tables that it can use. */
interface Open {
  readonly part: unknown
  readonly tables: ReadonlySet<string>
}

const queries = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE'])
/** Tables that are made of what stands in the query itself, and what belongs to a SELECT beside them. */
const harmless = new Set([
  'SUBQUERY',
  'JOIN',
  'EXPRESSION_LIST',
  'EMPTY',
  'PIVOT',
  'ORDER_MODIFIER',
  'LIMIT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
  'DISTINCT_MODIFIER',
  'ASCENDING',
  'DESCENDING',
  'ORDER_DEFAULT',
])
const expressions = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLLATE',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'DEFAULT',
  'FUNCTION',
  'LAMBDA',
  'LAMBDA_REF',
  'OPERATOR',
  'PARAMETER',
  'POSITIONAL_REFERENCE',
  'STAR',
  'SUBQUERY',
  'TYPE',
  'WINDOW',
])

/**
 * Everything in a syntax tree that could lead out of the given tables, wherever it stands: tables that are neither these
 * nor a WITH of the query that can be seen from there, functions, and what this does not know. In no order.
 */
export function findReaches(tree: Node, inputs: readonly string[]): readonly Reach[] {
  const reaches: Reach[] = []
  // A list of what is open, not a recursion: a tree can be deeper than the stack of JavaScript.
  const open: Open[] = [{part: tree, tables: new Set(inputs.map(columnKey))}]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {part, tables} = next
    if (Array.isArray(part)) for (const item of part) open.push({part: item, tables})
    if (!isNode(part)) continue
    const reach = reachOf(part, tables)
    if (reach !== undefined) reaches.push(reach)
    // Values are no part of the tree, whatever they look like.
    if (part['class'] !== 'CONSTANT') open.push(...within(part, tables))
  }
  return reaches
}

function reachOf(node: Node, tables: ReadonlySet<string>): Reach | undefined {
  const {type, query_location: location} = node
  const found = (kind: Reach['kind'], name: unknown) => ({kind, name: String(name), offset: Number(location)})
  if (typeof node['class'] === 'string') {
    if (!expressions.has(node['class'])) return found('unknown', node['class'])
    return node['class'] === 'FUNCTION' || node['class'] === 'WINDOW' ? found('function', node['function_name']) : undefined
  }
  if (typeof type !== 'string' || queries.has(type) || harmless.has(type) || type.endsWith('_TYPE_INFO')) return undefined
  switch (type) {
    case 'BASE_TABLE': {
      const {catalog_name: catalog, schema_name: schema, table_name: table} = node
      const isPlain = catalog === undefined && schema === undefined && node['at_clause'] === undefined
      if (isPlain && typeof table === 'string' && tables.has(columnKey(table))) return undefined
      return found('table', [catalog, schema, table].filter((name) => name !== undefined).join('.'))
    }
    case 'TABLE_FUNCTION':
      return found('table function', isNode(node['function']) ? node['function']['function_name'] : '')
    case 'SHOW_REF':
      // DESCRIBE and SUMMARIZE of a query are judged by that query.
      return node['query'] === undefined ? found('catalogue', node['table_name'] ?? node['show_type']) : undefined
    default:
      return found('unknown', type)
  }
}

/** The parts of a node, each with the tables that can be seen from it. */
function within(node: Node, tables: ReadonlySet<string>): readonly Open[] {
  const parts: Open[] = []
  let visible = tables
  const {cte_map: ctes, ...rest} = node
  for (const cte of isNode(ctes) && Array.isArray(ctes['map']) ? (ctes['map'] as readonly unknown[]) : []) {
    if (!isNode(cte)) continue
    // A WITH sees those before it; not itself, and none behind it.
    parts.push({part: cte['value'], tables: visible})
    visible = new Set([...visible, columnKey(String(cte['key']))])
  }
  for (const [name, part] of Object.entries(rest)) {
    if (node['type'] === 'TABLE_FUNCTION' && name === 'function' && isNode(part)) {
      parts.push({part: Object.values(part), tables: visible})
    } else if (node['type'] === 'RECURSIVE_CTE_NODE' && name === 'right') {
      parts.push({part, tables: new Set([...visible, columnKey(String(node['cte_name']))])})
    } else parts.push({part, tables: visible})
  }
  return parts
}
