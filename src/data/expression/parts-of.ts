import {isNode, type Node} from '../fence/syntax-tree.js'

/** A part of an expression that has to be judged, and how many bytes stand before it. */
export interface ExpressionPart {
  readonly kind: 'column' | 'function' | 'unknown'
  readonly name: string
  readonly offset: number | undefined
}

/** Parts that compute a value of what they hold. All that is not listed is refused. */
const harmless = new Set(['BETWEEN', 'CASE', 'CAST', 'COLLATE', 'COMPARISON', 'CONJUNCTION', 'OPERATOR'])
const told: Readonly<Record<string, string>> = {
  SUBQUERY: 'a query',
  STAR: '*',
  WINDOW: 'a window (OVER)',
  PARAMETER: 'a parameter ($ or ?)',
  POSITIONAL_REFERENCE: 'a number of a column (#)',
  LAMBDA: 'a function of its own (lambda)',
}

/** The columns and functions of an expression, and what has no place in one, in no order. */
export function partsOf(expression: Node): readonly ExpressionPart[] {
  const parts: ExpressionPart[] = []
  // A list of what is open, not a recursion: a tree can be deeper than the stack of JavaScript.
  const open: unknown[] = [expression]
  while (open.length > 0) {
    const part = open.pop()
    if (Array.isArray(part)) open.push(...(part as readonly unknown[]))
    if (!isNode(part)) continue
    const {class: kind, query_location: location} = part
    if (kind === 'CONSTANT') continue
    const offset = typeof location === 'number' ? location : undefined
    if (kind === 'COLUMN_REF') parts.push({kind: 'column', name: nameOf(part['column_names']), offset})
    else if (kind === 'FUNCTION') parts.push({kind: 'function', name: String(part['function_name']), offset})
    else if (typeof kind === 'string' && !harmless.has(kind)) parts.push({kind: 'unknown', name: told[kind] ?? kind, offset})
    if (kind === 'FUNCTION' && (part['distinct'] === true || isNode(part['filter']) || hasOrder(part['order_bys'])))
      parts.push({kind: 'unknown', name: 'DISTINCT, FILTER or ORDER BY', offset})
    // A type is no expression, whatever it looks like.
    open.push(...Object.entries(part).flatMap(([key, value]) => (key === 'cast_type' ? [] : [value])))
  }
  return parts
}

/** The column, or the struct whose field is asked for. */
function nameOf(names: unknown): string {
  const [first] = Array.isArray(names) ? (names as readonly unknown[]) : []
  return String(first)
}

function hasOrder(order: unknown): boolean {
  return isNode(order) && Array.isArray(order['orders']) && order['orders'].length > 0
}
