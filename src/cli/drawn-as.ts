import type {Problem} from '../model/problem.js'
import type {DrawnProblem} from './answer.js'

/** Problems as they are drawn on stderr, all of one severity. */
export function drawnAs(severity: DrawnProblem['severity'], problems: readonly Problem[]): readonly DrawnProblem[] {
  return problems.map((problem) => ({severity, problem}))
}
