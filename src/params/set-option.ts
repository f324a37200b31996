import {problem} from '../errors/problem.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'

/** What the command line sets over the files. */
export interface SetOptions {
  readonly globals: JsonObject
  /** Parameters by the name of their mod. */
  readonly mods: Readonly<Record<string, JsonObject>>
}

/** Where a value of `--set` stands: in the option itself, which takes the place of a file. */
export function placeInSetOption({globals, mods}: SetOptions, owner: string, name: string): Place | undefined {
  const value = owner === 'globals' ? globals[name] : mods[owner]?.[name]
  if (value === undefined) return undefined
  const start = `${setOptionPrefix}${owner}.`
  return {
    file: `${start}${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    line: 1,
    column: start.length + 1,
    length: name.length,
  }
}

/** What the "file" of a place in an option starts with. */
export const setOptionPrefix = '--set '

/**
 * The values of `--set mod.param=value` and `--set globals.name=value`. A value that is JSON (a number, true, false,
 * null, a list, a map, a quoted text) is that; every other is text as it stands. Of two for the same name the last wins.
 */
export function parseSetOptions(texts: readonly string[]): Checked<SetOptions> {
  const groups = new Map<string, Map<string, JsonValue>>()
  const problems: Problem[] = []
  for (const text of texts) {
    const [, owner, name, value] = /^([A-Za-z_]\w*)\.([^=.\s]+)=(.*)$/s.exec(text) ?? []
    if (owner === undefined || name === undefined || value === undefined) {
      problems.push(
        problem('bad_set_option', `--set ${text}: this is not mod.param=value`, {
          hint: 'write --set mod.param=value or --set globals.name=value',
        }),
      )
      continue
    }
    const group = groups.get(owner) ?? new Map<string, JsonValue>()
    groups.set(owner, group.set(name, valueOf(value)))
  }
  if (problems.length > 0) return {ok: false, problems}
  const mods = [...groups]
    .filter(([owner]) => owner !== 'globals')
    .map(([owner, values]) => [owner, Object.fromEntries(values)] as const)
  return {ok: true, value: {globals: Object.fromEntries(groups.get('globals') ?? []), mods: Object.fromEntries(mods)}}
}

function valueOf(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue
    // A number that JSON would round stays the text that it is.
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
  } catch {
    return text
  }
}
