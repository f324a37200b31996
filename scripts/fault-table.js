import {existsSync, readFileSync} from 'node:fs'

/**
 * What a cell of the matrix came to, as test/faults/cell.ts notes it.
 *
 * @typedef {{part: string, fault: string, tries: number, lost: number, wrong: number, slowest_ms: number, skipped?: string}} Line
 */

/**
 * @param {string} file
 * @returns {readonly Line[]}
 */
export function readLedger(file) {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line))
}

/**
 * The table for a terminal, a part of the matrix after the other.
 *
 * @param {readonly Line[]} lines
 */
export function faultTable(lines) {
  const rows = [
    ['fault', 'tries', 'lost', 'wrong', 'slowest'],
    ...lines.map((line) => [`${line.part}: ${line.fault}`, ...figures(line)]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const tries = lines.reduce((sum, line) => sum + line.tries, 0)
  const table = rows.map((row) =>
    row.map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join('  '),
  )
  return `${table.join('\n')}\n${String(tries)} tries in ${String(lines.length)} cells`
}

/**
 * The page with what was tried in its tables. Each stands between `<!-- faults: PART -->` and `<!-- end of faults -->`; a
 * fault that was not tried this time keeps its row.
 *
 * @param {string} page
 * @param {readonly Line[]} lines
 */
export function withTables(page, lines) {
  return page.replaceAll(/(<!-- faults: (.*?) -->\n)(.*?)(<!-- end of faults -->)/gs, (_, begin, part, table, end) => {
    const rows = new Map(rowsOf(table))
    for (const line of lines.filter((one) => one.part === part)) rows.set(line.fault, [line.fault, ...figures(line)])
    const all = [['fault', 'tries', 'lost', 'wrong', 'slowest'], ['---', '---:', '---:', '---:', '---:'], ...rows.values()]
    return `${begin}\n${all.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n\n${end}`
  })
}

/**
 * The rows of a table on the page, each by its fault.
 *
 * @param {string} table
 * @returns {[string, string[]][]}
 */
export function rowsOf(table) {
  const lines = table.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => {
    const cells = line.slice(2, -2).split(' | ')
    return [cells[0] ?? '', cells]
  })
}

/** @param {Line} line */
function figures({tries, lost, wrong, slowest_ms: ms, skipped}) {
  if (skipped !== undefined) return ['skipped', '', '', skipped]
  return [tries.toLocaleString('en'), String(lost), String(wrong), ms < 1000 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`]
}
