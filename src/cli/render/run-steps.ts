import type {ShownRun, ShownStep} from '../../sdk/runs/show-run.js'
import {countOf, secondsText} from './run-list.js'
import {renderTable, type TableOptions} from './table.js'
import {visibleText} from '../preview/visible-text.js'

const columns = [
  {name: 'STEP', fit: 'keep'},
  {name: 'TYPE'},
  {name: 'STATUS', fit: 'keep'},
  {name: 'TRIES', align: 'right'},
  {name: 'TOOK', align: 'right'},
  {name: 'ROWS IN', align: 'right'},
  {name: 'ROWS OUT', align: 'right'},
  {name: 'USUALLY', align: 'right'},
  {name: 'REJECTS', align: 'right'},
] as const

/** A run: what it is, its steps with what they usually come to, what went wrong, and how to go on. */
export function renderRun(run: ShownRun, options: TableOptions): string {
  const facts: readonly (readonly [string, string])[] = [
    ['run', run.run_id],
    ['job', `${run.job} (${run.job_file})`],
    ['status', `${run.status}${run.exit_code === null ? '' : `, exit code ${String(run.exit_code)}`}`],
    ['started', run.started],
    ['ended', run.ended ?? 'not yet'],
    ...run.sessions.map(
      ({started, ended, process, log_file: log}, index) =>
        [
          index === 0 ? 'process' : 'again',
          `${String(process.pid)} on ${process.host}, ${started} to ${ended ?? (run.status === 'running' ? 'now' : 'its death')}${log === null ? '' : `, log ${log}`}`,
        ] as const,
    ),
    ['folder', run.folder],
    ...(run.go_on === null ? [] : [['go on', run.go_on] as const]),
  ]
  const table = renderTable(columns, run.steps.map(rowOf), options)
  const problems = run.steps.flatMap(({name, errors}) =>
    errors.map(({code, message, hint}) => `${name}: ${String(code)}: ${message}${hint === undefined ? '' : ` (${hint})`}`),
  )
  const head = facts.map(([name, value]) => `${name.padEnd(8)} ${visibleText(value)}`)
  return [...head, '', table, ...(problems.length === 0 ? [] : ['', ...problems.map(visibleText)])].join('\n')
}

function rowOf({name, type, status, attempts, seconds, rows, usual}: ShownStep): string[] {
  return [
    name,
    type,
    status,
    attempts > 1 ? String(attempts) : '',
    seconds === null ? '' : secondsText(seconds),
    countOf(rows.in),
    countOf(rows.out),
    usuallyText(rows.out, usual.out),
    countOf(rows.rejected),
  ]
}

/** What a count usually is, and how far this one is off where that is much. */
function usuallyText(count: number | undefined, usual: number | undefined): string {
  if (usual === undefined) return ''
  if (count === undefined || usual === 0) return String(usual)
  const share = Math.round((count / usual - 1) * 100)
  return Math.abs(share) < 10 ? String(usual) : `${String(usual)} (${share > 0 ? '+' : ''}${String(share)}%)`
}
