import type {Problem} from '../model/problem.js'
import {problem} from './problem.js'

/** Nobody mends more at once, and a file that was never meant to be one of ours may have one for each of its lines. */
export const mostProblems = 1000

/** Problems as they are told: of more than a thousand the first, and that there are more. */
export function firstProblems(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostProblems) return problems
  const message = `there are more than ${String(mostProblems)} problems, and only these are told`
  const more = problem('too_many_problems', message, {hint: 'mend these first, or look whether this is the right file'})
  return [...problems.slice(0, mostProblems), more]
}
