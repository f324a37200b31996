/** Why no validator can be made of a schema, in words. */
export function unusable(error: unknown): string {
  // What ajv inlines without end: a "$ref" that leads back to itself with nothing between.
  if (error instanceof RangeError) return 'refers to itself in a circle'
  // A fault of ajv's own at some keywords within each other: its words say nothing to anybody.
  if (error instanceof TypeError || error instanceof ReferenceError)
    return 'cannot be used: it has keywords within each other that no validator can be made of'
  return `cannot be used: ${error instanceof Error ? error.message : String(error)}`
}
