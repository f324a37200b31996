/** A deep copy of parameters that ajv may look into and fill, with a symbol in place of each opaque value. */
export interface Shielded {
  readonly copy: Record<string, unknown>
  /** Parameters that hold themselves, which no copy can. */
  readonly endless: readonly string[]
  /** A value of the copy with the opaque ones back in their places. */
  restore(value: unknown): unknown
}

/** Live values and values yet to come are never looked into: ajv would write defaults even into a table. */
export function shield(params: Readonly<Record<string, unknown>>, isOpaque: (value: unknown) => boolean): Shielded {
  const hidden = new Map<symbol, unknown>()
  const copyOf = (value: unknown, within: readonly unknown[]): unknown => {
    if (isOpaque(value)) {
      const symbol = Symbol('opaque')
      hidden.set(symbol, value)
      return symbol
    }
    if (typeof value !== 'object' || value === null) return value
    if (within.includes(value)) throw new EndlessValue()
    const inside = [...within, value]
    if (Array.isArray(value)) return value.map((item) => copyOf(item, inside))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry, inside)]))
  }
  const restore = (value: unknown): unknown => {
    if (typeof value === 'symbol') return hidden.get(value)
    if (Array.isArray(value)) return value.map(restore)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, restore(entry)]))
  }
  const endless: string[] = []
  const entries = Object.entries(params).map(([name, value]): [string, unknown] => {
    try {
      return [name, copyOf(value, [])]
    } catch (error) {
      if (!(error instanceof EndlessValue)) throw error
      endless.push(name)
      return [name, Symbol('endless')]
    }
  })
  return {copy: Object.fromEntries(entries), endless, restore}
}

class EndlessValue extends Error {}

/** Whether a value of a shielded copy is, or holds, one that nobody can judge. */
export function holdsOpaque(value: unknown): boolean {
  if (typeof value === 'symbol') return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsOpaque)
}
