import {exitCodeOfAll} from '../errors/problem.js'
import type {UninstallOutcome} from '../sdk/plugins/uninstall-plugin.js'
import type {Answer} from './answer.js'
import {drawnAs} from './drawn-as.js'

/** The answer of a command that took plugins away, each on its own. */
export function uninstallAnswer(outcomes: readonly UninstallOutcome[], none = ''): Answer {
  const problems = outcomes.flatMap(({outcome}) => (outcome.ok ? [] : outcome.problems))
  const exitCode = exitCodeOfAll(problems)
  return {
    document: {
      status: problems.length === 0 ? 'success' : 'error',
      exit_code: exitCode,
      uninstalled: outcomes.flatMap(({outcome}) => (outcome.ok ? [outcome.value] : [])),
      warnings: [],
      errors: problems,
    },
    text:
      outcomes.length === 0
        ? none
        : outcomes.map(({plugin, outcome}) => (outcome.ok ? `uninstalled ${outcome.value}` : `refused ${plugin}`)).join('\n'),
    exitCode,
    problems: drawnAs('error', problems),
  }
}
