/** A step in a picture of a job. */
export interface GraphStep {
  readonly name: string
  readonly type: string
  readonly category: string
  readonly needs: readonly string[]
  /** How it stands, in a picture of a run. */
  readonly state?: string
}

/** A step with its place: its layer from the left, and its row in the layer. */
export interface PlacedStep extends GraphStep {
  readonly layer: number
  readonly row: number
}

const sweeps = 4

/**
 * Puts each step one layer behind the last of those it needs, and orders the steps of a layer by the middle of their
 * neighbours, forth and back, so that few edges cross (Sugiyama's way, without dummy nodes). There must be no circle.
 */
export function layOut(steps: readonly GraphStep[]): readonly PlacedStep[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  const layerOf = new Map<string, number>()
  const layer = (step: GraphStep): number => {
    const known = layerOf.get(step.name)
    if (known !== undefined) return known
    layerOf.set(step.name, 0) // a circle ends here
    const needed = step.needs.flatMap((name) => byName.get(name) ?? [])
    const own = Math.max(-1, ...needed.map(layer)) + 1
    layerOf.set(step.name, own)
    return own
  }
  for (const step of steps) layer(step)
  const layers: string[][] = []
  for (const {name} of steps) (layers[layerOf.get(name) ?? 0] ??= []).push(name)
  const after = new Map<string, string[]>()
  for (const {name, needs} of steps) for (const need of needs) after.set(need, [...(after.get(need) ?? []), name])
  const rowOf = new Map<string, number>()
  const number = (names: readonly string[]) => {
    for (const [row, name] of names.entries()) rowOf.set(name, row)
  }
  for (const names of layers) number(names)
  const middle = (name: string, neighbours: readonly string[]) => {
    const rows = neighbours.flatMap((one) => rowOf.get(one) ?? [])
    return rows.length === 0 ? (rowOf.get(name) ?? 0) : rows.reduce((sum, row) => sum + row, 0) / rows.length
  }
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForth = sweep % 2 === 0
    for (const names of isForth ? layers : layers.toReversed()) {
      const place = new Map(
        names.map((name) => [name, middle(name, isForth ? (byName.get(name)?.needs ?? []) : (after.get(name) ?? []))]),
      )
      names.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      number(names)
    }
  }
  return steps.map((step) => ({...step, layer: layerOf.get(step.name) ?? 0, row: rowOf.get(step.name) ?? 0}))
}
