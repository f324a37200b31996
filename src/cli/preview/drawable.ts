import type {Problem} from '../../model/problem.js'
import type {DrawnProblem} from '../answer.js'

/** Drawing the line of a problem reads its file as a whole. */
const largest = 16 * 1024 * 1024

/** Warnings as they are drawn: with their lines, where the file is small and no archive; else with the place alone. */
export function drawable(warnings: readonly Problem[], size: number): readonly DrawnProblem[] {
  return warnings.map((problem) => {
    const {at} = problem
    if (at?.line === undefined || (size <= largest && !at.file.endsWith('.gz'))) return {severity: 'warning', problem}
    const place = [at.file, at.line, ...(at.column === undefined ? [] : [at.column])].join(':')
    const {code, message} = problem
    return {severity: 'warning', problem: {code, message: `${message} (${place})`}}
  })
}
