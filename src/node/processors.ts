import {availableParallelism} from 'node:os'

/** How many works the processors that this process may use can do at the same time. */
export function processors(): number {
  return availableParallelism()
}
