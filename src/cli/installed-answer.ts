import type {InstalledOutcome} from '../sdk/register-installed.js'
import type {Answer} from './answer.js'
import {refusalsAnswer} from './refusals-answer.js'

/** The answer of a registration of all that is installed: a line for each mod, and the worst exit code. */
export function installedAnswer(outcomes: readonly InstalledOutcome[], registry: string): Answer {
  const problems = outcomes.flatMap((one) => (one.status === 'refused' ? one.problems : []))
  const lines = outcomes.flatMap(lineOf)
  const none = `nothing to register: all that plugins:install has put there is in ${registry}`
  return refusalsAnswer({registry, mods: outcomes.map(documentOf)}, problems, lines.length === 0 ? none : lines.join('\n'))
}

function lineOf(one: InstalledOutcome): readonly string[] {
  if (one.status === 'refused') return [`refused ${one.name}`]
  if (one.status !== 'registered') return []
  const {metadata, module_path: name} = one.registration.entry
  return [`registered ${metadata.type} ${metadata.version} (${name}) in ${one.registration.registry}`]
}

function documentOf(one: InstalledOutcome) {
  const {status, name} = one
  if (status === 'registered') {
    const {type, version} = one.registration.entry.metadata
    return {status, module_path: name, type, version}
  }
  if (status === 'unchanged') return {status, module_path: name, type: one.type, version: one.version}
  return {status: status === 'no mod' ? 'no_mod' : status, module_path: name}
}
