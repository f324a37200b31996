const reserved = new Set(['globals', 'env', 'secret', 'run'])

/** Whether references give a name a meaning of their own, so that neither a mod nor a global can have it. */
export function isReserved(name: string): boolean {
  return reserved.has(name)
}

/** Why such a name is refused, as the end of a sentence. */
export const reservedName = 'has a name that references keep for themselves'
