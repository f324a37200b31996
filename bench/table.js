/**
 * @typedef {object} Row
 * @property {string} work
 * @property {string} against
 * @property {string} reached
 * @property {number | undefined} [rows]
 * @property {number | undefined} [bytes]
 * @property {number | undefined} [seconds]
 * @property {number | undefined} [referenceSeconds]
 * @property {number | undefined} [ratio]
 * @property {number | undefined} [reach]
 * @property {number | undefined} [peakReach]
 * @property {number | undefined} [reachSeconds]
 * @property {number | undefined} [reachMore]
 * @property {number | undefined} [peakBytes]
 * @property {number | undefined} [referencePeakBytes]
 * @property {string | undefined} [output]
 * @property {boolean | undefined} [isWrong]
 */

/** @type {readonly {title: string, width: number, isNumber?: true, cell: (row: Row) => string}[]} */
const columns = [
  {title: 'work', width: 46, cell: ({work}) => work},
  {title: 'against', width: 31, cell: ({against}) => against},
  {title: 'rows', width: 10, isNumber: true, cell: ({rows}) => rows?.toLocaleString('en') ?? ''},
  {title: 'size', width: 7, isNumber: true, cell: ({bytes}) => amount(bytes)},
  {
    title: 'seconds',
    width: 15,
    isNumber: true,
    cell: ({seconds, referenceSeconds}) => pair(time(seconds), time(referenceSeconds)),
  },
  {
    title: 'peak memory',
    width: 17,
    isNumber: true,
    cell: ({peakBytes, referencePeakBytes}) => pair(amount(peakBytes), amount(referencePeakBytes)),
  },
  {title: 'ratio', width: 5, isNumber: true, cell: ({ratio}) => ratio?.toFixed(2) ?? ''},
  {title: 'reach', width: 8, isNumber: true, cell: reach},
  {title: 'output', width: 11, cell: ({output}) => output ?? ''},
  {title: 'reached', width: 7, cell: ({reached}) => reached},
]

/** The first lines of the table, in Markdown, so that it can stand in a page as it is. */
export function tableHead() {
  const rule = columns.map(({width, isNumber}) => (isNumber === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(({title}) => title), `| ${rule.join(' | ')} |`].join('\n')
}

/** @param {Row} row */
export function tableRow(row) {
  return line(({cell}) => cell(row))
}

/** @param {(column: (typeof columns)[number]) => string} textOf */
function line(textOf) {
  const cells = columns.map((column) => {
    const text = textOf(column)
    return column.isNumber === true ? text.padStart(column.width) : text.padEnd(column.width)
  })
  return `| ${cells.join(' | ')} |`
}

/** @param {Row} row */
function reach({reach: ratio, peakReach, reachSeconds, reachMore}) {
  if (reachMore !== undefined) return `≤ +${time(reachMore)} s`
  if (reachSeconds !== undefined) return `≤ ${time(reachSeconds)}`
  if (peakReach !== undefined) return `≤ ${amount(peakReach)}`
  return ratio === undefined ? '' : `≤ ${String(ratio)}`
}

/**
 * @param {string} ours
 * @param {string} reference
 */
function pair(ours, reference) {
  return reference === '' ? ours : `${ours} : ${reference}`
}

/** @param {number | undefined} seconds */
function time(seconds) {
  if (seconds === undefined) return ''
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(0)} µs`
  return seconds < 1 ? seconds.toFixed(3) : seconds < 100 ? seconds.toFixed(2) : seconds.toFixed(0)
}

/** @param {number | undefined} bytes */
function amount(bytes) {
  if (bytes === undefined) return ''
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(0)} MB`
}
