import compare from 'semver/functions/compare.js'
import type {PluginOutcome} from '../sdk/plugins/install-plugin.js'
import type {Answer} from './answer.js'
import {refusalsAnswer} from './refusals-answer.js'

/** The answer of a command that installed or linked plugins, each on its own: a line for each, and the worst exit code. */
export function pluginAnswer(outcomes: readonly PluginOutcome[], done: 'installed' | 'linked', none = ''): Answer {
  const plugins = outcomes.flatMap(({outcome}) => (outcome.ok ? [outcome.value] : []))
  const problems = outcomes.flatMap(({outcome}) => (outcome.ok ? [] : outcome.problems))
  const lines = outcomes.map(({spec, outcome}) => {
    if (!outcome.ok) return `refused ${spec}`
    const {name, version, before} = outcome.value
    const was = before === null || before === version ? '' : `, was ${before}`
    return `${before === version && done === 'installed' ? 'is installed' : done}: ${name} ${version}${was}`
  })
  return refusalsAnswer({plugins}, problems, lines.length === 0 ? none : lines.join('\n'))
}

/** What is still to be done for the mods among them, a line each. */
export function nextSteps(outcomes: readonly PluginOutcome[]): readonly string[] {
  return outcomes.flatMap(({outcome}) => {
    if (!outcome.ok || outcome.value.mod === null) return []
    const {name, version, mod, registered} = outcome.value
    if (registered === version) return []
    if (registered === null) return [`mod ${mod} is not registered yet: datapy register-mod`]
    const force = compare(version, registered) < 0 ? ' --force' : ''
    return [`mod ${mod} is registered at ${registered}, and runs again once ${version} is: datapy register-mod ${name}${force}`]
  })
}
