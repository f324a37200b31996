import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonValue} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import {jsonPlaces} from './json-places.js'

/** The packages that may be registered in a registry file: its key `allow`. */
export interface AllowList {
  readonly file: string
  readonly patterns: readonly Pattern[]
  /** Where the key stands. */
  readonly at: Place
}

interface Pattern {
  /** A package's name, or `@scope/*`. */
  readonly name: string
  /** Versions that may be; all when left out. */
  readonly range: string | undefined
}

export interface NamedPackage {
  readonly name: string
  /** Left out while it is not known yet. */
  readonly version?: string | undefined
}

const form = /^(?<name>@[\w~-][\w.~-]*\/(?:\*|[\w~-][\w.~-]*)|[\w~-][\w.~-]*)(?:@(?<range>.+))?$/
const hint =
  'write @scope/* for all packages of a scope, or a name; @RANGE behind it keeps it to versions, as in "@acme/mod-geo@^1"'

/** The list in the text of a registry file, which is JSON; none where it has no key `allow`, and then all may be there. */
export function allowListIn(text: string, file: string): Checked<AllowList | undefined> {
  const document = text.includes('"allow"') ? (JSON.parse(text) as JsonValue) : {} // JSON.parse gives nothing else
  const allow = isJsonObject(document) ? document['allow'] : undefined
  if (allow === undefined) return {ok: true, value: undefined}
  const places = jsonPlaces(text, file)
  const bad = (message: string, ...path: readonly (number | string)[]) =>
    problem('allow_invalid', message, {at: places.at(['allow', ...path], 'value'), hint})
  if (!Array.isArray(allow))
    return {ok: false, problems: [bad(`"allow" must be a list of packages, not ${JSON.stringify(allow)}`)]}
  const patterns: Pattern[] = []
  const problems: Problem[] = []
  for (const [index, pattern] of (allow as readonly JsonValue[]).entries()) {
    const {name, range} = (typeof pattern === 'string' ? form.exec(pattern)?.groups : undefined) ?? {}
    if (name === undefined) problems.push(bad(`${JSON.stringify(pattern)} in "allow" is neither a package nor a scope`, index))
    else if (range !== undefined && validRange(range) === null)
      problems.push(bad(`"${range}" in "allow" is no range of versions`, index))
    else patterns.push({name, range})
  }
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: {file, patterns, at: places.at(['allow'])}}
}

/** Why a package may not be registered: one problem for each list that does not have it. */
export function refusedBy(lists: readonly AllowList[], {name, version}: NamedPackage): readonly Problem[] {
  return lists.flatMap(({patterns, at}) => {
    const ofName = patterns.filter((pattern) => matches(pattern.name, name))
    if (ofName.some(({range}) => range === undefined || version === undefined || satisfies(version, range))) return []
    const ranges = ofName.flatMap(({range}) => range ?? [])
    const message =
      ofName.length === 0
        ? `${name} is not on the list of packages that may be registered here`
        : `${name} may be registered here at ${ranges.join(' or ')}, not at ${String(version)}`
    return [problem('mod_not_allowed', message, {at, hint: 'ask whoever owns the registry to add it to "allow"'})]
  })
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
}
