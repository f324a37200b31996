import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

const standardSeconds = 30
/** Node's timers count no further. */
const mostSeconds = 86_400

/** How long npm waits for an answer of its registry, in milliseconds: DATAPY_NPM_TIMEOUT, in seconds. Throws a DataPyError. */
export function npmTimeout(env: NodeJS.ProcessEnv): number {
  const text = (env['DATAPY_NPM_TIMEOUT'] ?? '').trim()
  if (text === '') return standardSeconds * 1000
  const seconds = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= mostSeconds) return Math.ceil(seconds * 1000)
  throw new DataPyError([
    problem('bad_environment', `DATAPY_NPM_TIMEOUT is "${text}", which is no number of seconds from above 0 to ${mostSeconds}`, {
      hint: 'give the seconds to wait for an answer of the npm registry, such as 60, or unset it for 30',
    }),
  ])
}
