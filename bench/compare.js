import {alternate, median} from './alternate.js'
import {sameOutput} from './same-output.js'

/** @typedef {import('./measure.js').Measured} Measured */
/** @typedef {import('./place.js').Contender} Contender */
/** @typedef {import('./place.js').Place} Place */
/** @typedef {import('./sizes.js').Size} Size */
/** @typedef {import('./table.js').Row} Row */

/**
 * One line of the table. `reach` is the ratio to reach by name of size, `peakReach` the memory.
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {string} work
 * @property {string} against
 * @property {string} ours
 * @property {string} reference
 * @property {Readonly<Record<string, number>>} [reach]
 * @property {number} [peakReach]
 * @property {number} [reachSeconds] Where it is not the ratio that counts.
 * @property {number} [reachMore] How many seconds it may take longer than the reference.
 * @property {(run: Measured) => number} [secondsOf] Default: the whole process.
 */

/**
 * Lines that share their contenders. `relation` is SQL that reads an output with types; `answerOf` what is compared where
 * there is no output.
 *
 * @typedef {object} Group
 * @property {string} name
 * @property {readonly string[]} sizes
 * @property {readonly Line[]} lines
 * @property {(file: string) => string} [relation]
 * @property {(run: Measured) => string} [answerOf]
 * @property {number} [rounds]
 * @property {(place: Place, size: Size) => Promise<{rows?: number, bytes?: number, contenders: Record<string, Contender>}>} prepare
 */

/**
 * Runs what these lines of a group need, in turns, and gives a row for each.
 *
 * @param {Place} place
 * @param {Group} group
 * @param {readonly Line[]} lines
 * @param {Size} size
 * @param {number | undefined} rounds
 * @returns {Promise<Row[]>}
 */
export async function compare(place, group, lines, size, rounds) {
  const {rows, bytes, contenders} = await group.prepare(place, size)
  const wanted = new Set(lines.flatMap(({ours, reference}) => [ours, reference]))
  const there = Object.entries(contenders).filter(([name, {missing}]) => wanted.has(name) && missing === undefined)
  const runs = await alternate(new Map(there), rounds ?? group.rounds ?? size.rounds)
  const done = []
  for (const line of lines) {
    const [ours, reference] = [runs.get(line.ours) ?? [], runs.get(line.reference) ?? []]
    const start = {work: line.work, against: line.against, rows, bytes}
    const missing = contenders[line.reference]?.missing
    if (missing !== undefined) done.push({...start, reached: `skipped: ${missing}`})
    else
      done.push({
        ...start,
        ...measuredRow(line, size, ours, reference),
        ...(await outputs(group, contenders, line, ours, reference)),
      })
  }
  await place.clear(Object.values(contenders))
  return done
}

/**
 * @param {Line} line
 * @param {Size} size
 * @param {readonly Measured[]} ours
 * @param {readonly Measured[]} reference
 */
function measuredRow(
  {reach = {}, peakReach, reachSeconds, reachMore, secondsOf = ({seconds}) => seconds},
  size,
  ours,
  reference,
) {
  const [one, other] = [median(ours, secondsOf), median(reference, secondsOf)]
  const ratio = one.seconds / other.seconds
  const most = reach[size.name]
  return {
    seconds: one.seconds,
    referenceSeconds: other.seconds,
    ratio,
    peakBytes: one.peakBytes,
    referencePeakBytes: other.peakBytes,
    reach: most,
    peakReach,
    reachSeconds,
    reachMore,
    reached:
      peakReach === undefined
        ? verdict(
            ...(reachMore !== undefined
              ? /** @type {const} */ ([one.seconds - other.seconds, reachMore])
              : reachSeconds !== undefined
                ? /** @type {const} */ ([one.seconds, reachSeconds])
                : /** @type {const} */ ([ratio, most])),
          )
        : one.peakBytes === undefined
          ? 'skipped: no /proc'
          : verdict(one.peakBytes, peakReach),
  }
}

/**
 * @param {number} value
 * @param {number | undefined} most
 */
function verdict(value, most) {
  if (most === undefined) return ''
  return value <= most ? 'yes' : 'NO'
}

/**
 * @param {Group} group
 * @param {Readonly<Record<string, Contender>>} contenders
 * @param {Line} line
 * @param {readonly Measured[]} ours
 * @param {readonly Measured[]} reference
 * @returns {Promise<{output?: string, isWrong?: boolean}>}
 */
async function outputs({relation, answerOf}, contenders, line, [ours], [reference]) {
  const [file, other] = [contenders[line.ours]?.output, contenders[line.reference]?.output]
  if (file !== undefined && other !== undefined) {
    const {same, says} = await sameOutput(file, other, relation)
    return {output: says, isWrong: !same}
  }
  if (answerOf === undefined || ours === undefined || reference === undefined) return {}
  const same = answerOf(ours) === answerOf(reference)
  return {output: same ? 'same values' : `DIFFERENT: ${answerOf(ours)}, in the reference ${answerOf(reference)}`, isWrong: !same}
}
