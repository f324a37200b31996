import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Checked, Place} from '../model/problem.js'

/** What a mod must run after, and where the job says so. */
export type Edges = ReadonlyMap<string, readonly {readonly to: string; readonly at: Place | undefined}[]>

/** The names of a job's mods in an order in which each comes after all it needs, and otherwise in the job's own order. */
export function orderMods(mods: readonly JobMod[], edges: Edges): Checked<readonly string[]> {
  const order: string[] = []
  const done = new Set<string>()
  const names = new Set(mods.map(({name}) => name))
  let waiting = mods.map(({name}) => name)
  while (waiting.length > 0) {
    const next = waiting.find((name) => (edges.get(name) ?? []).every(({to}) => done.has(to) || !names.has(to)))
    if (next === undefined) return {ok: false, problems: [circleIn(waiting, edges)]}
    // One at a time, so that the job's own order holds wherever the references leave it free.
    order.push(next)
    done.add(next)
    waiting = waiting.filter((name) => name !== next)
  }
  return {ok: true, value: order}
}

/** The circle that is left when no mod can go next: from any of them, following what it waits for leads into one. */
function circleIn(waiting: readonly string[], edges: Edges) {
  const left = new Set(waiting)
  const path: string[] = []
  let name = waiting[0] ?? ''
  while (!path.includes(name)) {
    path.push(name)
    name = edges.get(name)?.find(({to}) => left.has(to))?.to ?? name
  }
  const circle = [...path.slice(path.indexOf(name)), name]
  const [first, second] = circle
  return problem('circular_mods', `the mods wait for each other: ${circle.join(' -> ')}`, {
    at: edges.get(first ?? '')?.find(({to}) => to === second)?.at,
    hint: 'remove one of these references',
  })
}
