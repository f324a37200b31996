import {circleText} from '../errors/circle-text.js'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Checked, Place} from '../model/problem.js'
import {LeastFirst} from './least-first.js'

/** What a mod must run after, and where the job says so. */
export type Edges = ReadonlyMap<string, readonly {readonly to: string; readonly at: Place | undefined}[]>

/** The names of a job's mods in an order in which each comes after all it needs, and otherwise in the job's own order. */
export function orderMods(mods: readonly JobMod[], edges: Edges): Checked<readonly string[]> {
  const position = new Map(mods.map(({name}, index) => [name, index]))
  const needs = mods.map(({name}) => new Set((edges.get(name) ?? []).flatMap(({to}) => position.get(to) ?? [])))
  const neededBy = needs.map((): number[] => [])
  for (const [index, needed] of needs.entries()) for (const other of needed) neededBy[other]?.push(index)

  const missing = needs.map(({size}) => size)
  const ready = new LeastFirst()
  for (const [index, count] of missing.entries()) if (count === 0) ready.add(index)
  const order: string[] = []
  // One at a time, so that the job's own order holds wherever the references leave it free.
  for (let next = ready.take(); next !== undefined; next = ready.take()) {
    order.push(mods[next]?.name ?? '')
    for (const other of neededBy[next] ?? []) {
      const left = (missing[other] ?? 0) - 1
      missing[other] = left
      if (left === 0) ready.add(other)
    }
  }
  if (order.length === mods.length) return {ok: true, value: order}
  const done = new Set(order)
  const waiting = mods.flatMap(({name}) => (done.has(name) ? [] : [name]))
  return {ok: false, problems: [circleIn(waiting, edges)]}
}

/** The circle that is left when no mod can go next: from any of them, following what it waits for leads into one. */
function circleIn(waiting: readonly string[], edges: Edges) {
  const left = new Set(waiting)
  const path = new Set<string>()
  let name = waiting[0] ?? ''
  while (!path.has(name)) {
    path.add(name)
    name = edges.get(name)?.find(({to}) => left.has(to))?.to ?? name
  }
  const passed = [...path]
  const circle = [...passed.slice(passed.indexOf(name)), name]
  const [first, second] = circle
  return problem('circular_mods', `the mods wait for each other: ${circleText(circle)}`, {
    at: edges.get(first ?? '')?.find(({to}) => to === second)?.at,
    hint: 'remove one of these references',
  })
}
