/** The known name that a wrong one was most likely meant to be, or nothing when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((one) => ({one, edits: editsBetween(name.toLowerCase(), one.toLowerCase())}))
  const [best] = ranked.toSorted((a, b) => a.edits - b.edits)
  if (best === undefined) return undefined
  const most = Math.max(1, Math.floor(Math.max(name.length, best.one.length) * 0.4))
  return best.edits <= most ? best.one : undefined
}

/** Levenshtein's distance (https://en.wikipedia.org/wiki/Levenshtein_distance), a row of the matrix at a time. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const [left = 0, above = 0, corner = 0] = [next[j], row[j + 1], row[j]]
      next.push(Math.min(left + 1, above + 1, corner + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
