import {problemsIn} from '../errors/datapy-error.js'

/**
 * Does what clears up after something that has been done. A file that cannot be removed harms nobody: it is told to
 * `onFault`, and a later run takes it away. Gives whether all of it was done.
 */
export async function clearUp(
  work: (() => Promise<void>) | undefined,
  onFault: (message: string) => void = () => undefined,
): Promise<boolean> {
  try {
    await work?.()
    return true
  } catch (error) {
    const problems = problemsIn(error)
    if (problems === undefined) throw error
    onFault(problems.map(({message}) => message).join('; '))
    return false
  }
}
