/** What can be asked of a column of a type. */
export type Kind = 'boolean' | 'date' | 'number' | 'other' | 'text'

export function kindOf(type: string): Kind {
  if (type === 'VARCHAR') return 'text'
  if (type === 'BOOLEAN') return 'boolean'
  if (isExact(type) || isDouble(type)) return 'number'
  return /^(?:DATE|TIME|TIMESTAMP)/.test(type) ? 'date' : 'other'
}

export function isDouble(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT'
}

function isExact(type: string): boolean {
  return /INT$|^INTEGER$|^DECIMAL/.test(type)
}

/**
 * Whether values of two types can be equal and are compared without a loss. A double is not compared with an exact number:
 * large integers that differ would be equal.
 */
export function areComparable(one: string, other: string): boolean {
  return one === other || (isExact(one) && isExact(other)) || (isDouble(one) && isDouble(other))
}
