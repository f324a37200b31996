import type {Problem} from 'datapy/mod'

/** What an error of DataPy's says, with its hints. Any other, such as that of a run that was stopped, is thrown again. */
export function toldBy(error: unknown): string {
  if (!(error instanceof Error) || !('problems' in error) || !Array.isArray(error.problems)) throw error
  const problems: readonly Problem[] = error.problems
  return problems.map(({message, hint}) => (hint === undefined ? message : `${message}; ${hint}`)).join('; ')
}
