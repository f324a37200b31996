import type {JsonValue} from '../model/json.js'
import {referencesIn} from './references.js'

/**
 * A circle of globals that a global leads into, with the name it starts from at both of its ends; undefined where it leads
 * into none. Without recursion: what leads there may be longer than the stack is deep.
 */
export function circleBehind(
  start: string,
  globals: ReadonlyMap<string, {readonly value: JsonValue}>,
): readonly string[] | undefined {
  const stepOf = (name: string) => ({
    name,
    left: referencesIn(globals.get(name)?.value ?? null).flatMap((one) => (one.kind === 'name' ? [one.name] : [])),
  })
  const way = [stepOf(start)]
  const onWay = new Set([start])
  const done = new Set<string>()
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    const next = here.left.pop()
    if (next === undefined) {
      way.pop()
      onWay.delete(here.name)
      done.add(here.name)
    } else if (onWay.has(next)) {
      const names = way.map(({name}) => name)
      return [...names.slice(names.indexOf(next)), next]
    } else if (globals.has(next) && !done.has(next)) {
      way.push(stepOf(next))
      onWay.add(next)
    }
  }
  return undefined
}
