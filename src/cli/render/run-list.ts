import {durationText} from '../../data/amounts.js'
import type {ListedRun} from '../../sdk/runs/list-runs.js'
import {renderTable, type TableOptions} from './table.js'

const columns = [
  {name: 'RUN', fit: 'keep'},
  {name: 'JOB'},
  {name: 'STATUS', fit: 'keep'},
  {name: 'STARTED', fit: 'keep'},
  {name: 'TOOK', align: 'right'},
  {name: 'STEPS', align: 'right'},
  {name: 'ROWS IN', align: 'right'},
  {name: 'ROWS OUT', align: 'right'},
  {name: 'REJECTS', align: 'right'},
] as const

/** Runs as a table; times are UTC. */
export function renderRunList(runs: readonly ListedRun[], options: TableOptions): string {
  const rows = runs.map(({run_id: id, job, status, started, seconds, steps, totals}) => [
    id,
    job,
    status,
    `${started.slice(0, 19)}Z`,
    seconds === null ? '' : secondsText(seconds),
    `${String(steps.done)}/${String(steps.all)}`,
    countOf(totals.rows_in),
    countOf(totals.rows_out),
    countOf(totals.rejects),
  ])
  return renderTable(columns, rows, options)
}

/** A length of time: with its fraction where that matters. */
export function secondsText(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(seconds < 10 ? 2 : 1)}s` : durationText(seconds)
}

export function countOf(count: number | undefined): string {
  return count === undefined ? '' : String(count)
}
