import {closest, distance} from 'fastest-levenshtein'

/** Names that are longer are no slip of the pen, and to compare them takes as long as both of them together are, squared. */
const longest = 200

/** The known name that a wrong one was most likely meant to be, or nothing when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const possible = name.length > longest ? [] : known.filter(({length}) => length <= longest)
  if (possible.length === 0) return undefined
  const wanted = name.toLowerCase()
  const found = closest(wanted, possible)
  const near = Math.max(1, Math.floor(Math.max(name.length, found.length) * 0.4))
  return distance(wanted, found.toLowerCase()) <= near ? found : undefined
}

/** "did you mean …?" for a wrong name, or nothing when none is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const found = nearest(name, known)
  return found === undefined ? undefined : `did you mean "${found}"?`
}
