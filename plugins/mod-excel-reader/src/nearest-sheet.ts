/** The name that a wrong one was most likely meant to be, without regard to case and space around it; nothing where none is near. */
export function nearestSheet(wanted: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({name, steps: distance(folded(wanted), folded(name))}))
    .sort((one, other) => one.steps - other.steps)
  const [best] = ranked
  return best !== undefined && best.steps <= Math.max(1, Math.floor(wanted.length * 0.4)) ? best.name : undefined
}

function folded(name: string): string {
  return name.trim().toLowerCase()
}

/** How many letters must be changed, put in or left out (Levenshtein). */
function distance(one: string, other: string): number {
  let above = Array.from({length: other.length + 1}, (_, at) => at)
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1]
    for (let at = 1; at <= other.length; at += 1) {
      const changed = (above[at - 1] ?? 0) + Number(letter !== other[at - 1])
      line.push(Math.min(changed, (above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[other.length] ?? 0
}
