import {problem} from '../errors/problem.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import {flowValue} from './flow-value.js'

/** What the command line sets over the files. */
export interface SetOptions {
  readonly globals: JsonObject
  /** Parameters by the name of their mod. */
  readonly mods: Readonly<Record<string, JsonObject>>
}

/** Where a name, or its value, of `--set` stands: in the option itself, which takes the place of a file. */
export function placeInSetOption(
  {globals, mods}: SetOptions,
  owner: string,
  name: string,
  part: 'key' | 'value' = 'key',
): Place | undefined {
  const values = owner === 'globals' ? globals : own(mods, owner)
  const value = values === undefined ? undefined : own(values, name)
  if (value === undefined) return undefined
  const start = `${setOptionPrefix}${owner}.`
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const [column, length] = part === 'key' ? [start.length + 1, name.length] : [start.length + name.length + 2, shown.length]
  return {file: `${start}${name}=${shown}`, line: 1, column, length}
}

/** What the "file" of a place in an option starts with. */
export const setOptionPrefix = '--set '

/**
 * The values of `--set mod.param=value` and `--set globals.name=value`. A value is read as YAML reads one in a line (a
 * number, true, false, null, `[a, b]`, `{a: 1}`, a quoted text); whatever is none of these is text as it stands, as is a
 * number that would lose digits or leading zeros. Of two for the same name the last wins.
 */
export function parseSetOptions(texts: readonly string[]): Checked<SetOptions> {
  const groups = new Map<string, Map<string, JsonValue>>()
  const problems: Problem[] = []
  for (const text of texts) {
    const [, owner, name, value] = /^([A-Za-z_]\w*)\.([^=.\s]+)=(.*)$/s.exec(text) ?? []
    if (owner === undefined || name === undefined || value === undefined || name === '__proto__' || owner === '__proto__') {
      problems.push(problem('bad_set_option', `--set ${text}: this is not mod.param=value`, {hint: hintFor(text)}))
      continue
    }
    const group = groups.get(owner) ?? new Map<string, JsonValue>()
    const read = flowValue(value)
    groups.set(owner, group.set(name, read === undefined ? value : read))
  }
  if (problems.length > 0) return {ok: false, problems}
  const mods = [...groups]
    .filter(([owner]) => owner !== 'globals')
    .map(([owner, values]) => [owner, Object.fromEntries(values)] as const)
  return {ok: true, value: {globals: Object.fromEntries(groups.get('globals') ?? []), mods: Object.fromEntries(mods)}}
}

function hintFor(text: string): string {
  const [, owner, name, rest] = /^(\w+)\.([^=.\s]+)\.([^=\s]+)=/.exec(text) ?? []
  if (owner !== undefined && name !== undefined && rest !== undefined)
    return `a parameter is set whole: --set ${owner}.${name}='{${rest}: …}'`
  return 'write --set mod.param=value or --set globals.name=value'
}
