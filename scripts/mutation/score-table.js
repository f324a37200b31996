/** A score below this fails the run. */
export const leastScore = 80

/** @typedef {{mutants: number, killed: number, survived: number, uncovered: number, timeouts: number, left: number, score: number}} Score */

/**
 * What the changes of a folder came to: `left` were not tried, since their code runs once, when its file is loaded; the
 * score is how many of the others a test noticed, in percent.
 *
 * @param {readonly {readonly status: string}[]} mutants
 * @returns {Score}
 */
export function scoreOf(mutants) {
  /** @param {string} wanted */
  const count = (wanted) => mutants.filter(({status}) => status === wanted).length
  const [killed, survived, uncovered, timeouts] = [count('Killed'), count('Survived'), count('NoCoverage'), count('Timeout')]
  const tried = killed + survived + uncovered + timeouts
  const score = tried === 0 ? 100 : (100 * (killed + timeouts)) / tried
  return {mutants: mutants.length, killed, survived, uncovered, timeouts, left: mutants.length - tried, score}
}

/**
 * A table in Markdown, a row for each folder and one for all.
 *
 * @param {readonly (readonly [string, Score])[]} scores
 */
export function scoreTable(scores) {
  const head = ['folder', 'mutants', 'killed', 'timeouts', 'survived', 'no coverage', 'not tried', 'score']
  const rows = scores.map(([folder, one]) => [
    folder,
    ...[one.mutants, one.killed, one.timeouts, one.survived, one.uncovered, one.left].map(String),
    `${one.score.toFixed(1)} %`,
  ])
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
