/** Why no validator can be made of a schema, in words. */
export function unusable(error: unknown): string {
  // What ajv inlines without end: a "$ref" that leads back to itself with nothing between.
  if (error instanceof RangeError) return 'refers to itself in a circle'
  return `cannot be used: ${error instanceof Error ? error.message : String(error)}`
}
