import type {JsonValue} from '../../../model/json.js'
import type {Problem} from '../../../model/problem.js'
import type {ReportedTable, RunReportDocument} from '../../../sdk/runs/report-run.js'
import type {ShownRun, ShownStep} from '../../../sdk/runs/show-run.js'
import {secondsBetween} from '../../../job/seconds-between.js'
import {renderSvg} from '../graph/svg.js'
import {escapedHtml as text, policyHash} from '../html-text.js'
import {secondsText} from '../run-list.js'
import {reportStyle} from './report-style.js'
import {renderTimeLine} from './time-line.js'

/** Jobs of more steps have no picture: nobody could read it. */
const mostDrawn = 300
const longestCell = 200

/** A run as one HTML page that needs nothing else: no request, no script. All that is not its own is text in it. */
export function renderReport({run, tables, log}: RunReportDocument): string {
  const policy = `default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src '${policyHash(reportStyle)}'`
  const steps = run.steps.map(({name, type, category, needs, status}) => ({name, type, category, needs, state: status}))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${text(run.job)} ${text(run.status)}</title>
<link rel="icon" href="data:,">
<style>${reportStyle}</style>
</head>
<body><main>
<h1>${text(run.job)} ${badge(run.status)}</h1>
<div class="sub">${text(run.run_id)} · ${text(run.job_file)}</div>
${cards(run)}
${run.go_on === null ? '' : `<p>To go on from where it stopped: <code>${text(run.go_on)}</code></p>`}
${section('Graph', steps.length > mostDrawn ? `<p>The job has ${String(steps.length)} steps, too many for a picture.</p>` : `<div class="scroll graphbox">${renderSvg(steps, {style: false})}</div>`)}
${section('Steps', stepTable(run.steps))}
${timeLine(run.steps)}
${section(
  'Each step',
  run.steps
    .map((step) =>
      stepDetails(
        step,
        tables.filter((table) => table.step === step.name),
      ),
    )
    .join('\n'),
)}
${section('Processes', sessions(run))}
${log === undefined ? '' : section('End of the log', `<p class="sub">${text(log.file)}</p><div class="scroll"><pre>${log.lines.map(text).join('\n')}</pre></div>`)}
</main></body>
</html>
`
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>\n${content}\n</section>`
}

function badge(status: string): string {
  return `<span class="badge ${status.replace(' ', '-')}">${text(status)}</span>`
}

function cards({started, ended, exit_code: code, totals, steps}: ShownRun): string {
  const done = steps.filter(({status}) => status === 'success' || status === 'warning' || status === 'reused').length
  const seconds = ended === null ? undefined : secondsBetween(started, ended)
  const all: readonly (readonly [string, string | undefined])[] = [
    ['started, UTC', started.slice(0, 19).replace('T', ' ')],
    ['took', seconds === undefined ? undefined : secondsText(seconds)],
    ['exit code', code === null ? undefined : String(code)],
    ['steps', `${String(done)} of ${String(steps.length)}`],
    ['rows in', countText(totals.rows_in)],
    ['rows out', countText(totals.rows_out)],
    ['rejects', countText(totals.rejects)],
  ]
  const shown = all.flatMap(([name, value]) =>
    value === undefined ? [] : [`<div class="card"><b>${text(value)}</b><span>${name}</span></div>`],
  )
  return `<div class="cards">${shown.join('')}</div>`
}

function countText(count: number | undefined): string | undefined {
  return count?.toLocaleString('en-US')
}

function stepTable(steps: readonly ShownStep[]): string {
  const rows = steps.map(
    ({
      name,
      type,
      status,
      attempts,
      seconds,
      rows: counts,
      usual,
    }) => `<tr><td>${text(name)}</td><td>${text(type)}</td><td>${badge(status)}</td>
<td class="n">${attempts > 1 ? String(attempts) : ''}</td><td class="n">${seconds === null ? '' : secondsText(seconds)}</td>
<td class="n">${countText(counts.in) ?? ''}</td><td class="n">${countText(counts.out) ?? ''}</td><td class="n">${usually(counts.out, usual.out)}</td><td class="n">${countText(counts.rejected) ?? ''}</td></tr>`,
  )
  return `<div class="scroll"><table><thead><tr><th>Step<th>Type<th>Status<th class="n">Tries<th class="n">Took<th class="n">Rows in<th class="n">Rows out<th class="n">Usually<th class="n">Rejects</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}

function usually(count: number | undefined, usual: number | undefined): string {
  if (usual === undefined) return ''
  const share = count === undefined || usual === 0 ? 0 : Math.round((count / usual - 1) * 100)
  const shown = countText(usual) ?? ''
  return Math.abs(share) < 10 ? shown : `${shown} <span class="off">${share > 0 ? '+' : ''}${String(share)}%</span>`
}

function timeLine(steps: readonly ShownStep[]): string {
  const drawn = renderTimeLine(steps)
  return drawn === '' ? '' : section('Time line', `<div class="scroll graphbox">${drawn}</div>`)
}

function stepDetails({name, type, status, record, warnings, errors}: ShownStep, tables: readonly ReportedTable[]): string {
  const isOpen = status === 'error' || status === 'cut short' ? ' open' : ''
  const parts = [
    ...errors.map((one) => problemText(one, 'error')),
    ...warnings.map((one) => problemText(one, 'warning')),
    ...(record === null
      ? []
      : [
          values('Parameters', record.fingerprint.params),
          values('Metrics', record.result.metrics),
          values('Globals', record.result.globals),
          files('Files it read', record.fingerprint.files),
          files('Files it left', record.left),
        ]),
    ...tables.map(tableText),
  ].filter((part) => part !== '')
  return `<details${isOpen}><summary>${text(name)} <span class="sub">${text(type)}</span> ${badge(status)}</summary>${parts.length === 0 ? '<p class="sub">Nothing is known of it.</p>' : parts.join('\n')}</details>`
}

function problemText({code, message, hint, at}: Problem, kind: 'error' | 'warning'): string {
  const place = at === undefined ? '' : `${at.file}${at.line === undefined ? '' : `:${String(at.line)}`}`
  const more = [place, hint ?? ''].filter((part) => part !== '').join(' · ')
  return `<div class="problem ${kind}"><code>${text(String(code))}</code> ${text(message)}${more === '' ? '' : `<small>${text(more)}</small>`}</div>`
}

function values(title: string, map: Readonly<Record<string, JsonValue>>): string {
  const rows = Object.entries(map).map(([name, value]) => `<tr><td>${text(name)}</td><td class="wrap">${cell(value)}</td></tr>`)
  return rows.length === 0 ? '' : `<h3>${title}</h3><div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>`
}

function files(title: string, list: readonly {readonly path: string; readonly size: number}[]): string {
  const rows = list.map(
    ({path, size}) => `<tr><td class="wrap">${text(path)}</td><td class="n">${countText(size) ?? ''} B</td></tr>`,
  )
  return rows.length === 0 ? '' : `<h3>${title}</h3><div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>`
}

function tableText({port, rows, columns, first, profile, problem}: ReportedTable): string {
  const head = `<h3>Table ${text(port)}: ${countText(rows) ?? ''} rows, ${String(columns.length)} columns</h3>`
  if (problem !== undefined) return `${head}<p class="sub">${text(problem)}</p>`
  const shown = columns.slice(0, first[0]?.length ?? 0)
  const body = first.map((row) => `<tr>${row.map((value) => `<td>${cell(value)}</td>`).join('')}</tr>`).join('')
  const preview =
    first.length === 0
      ? ''
      : `<div class="scroll"><table><thead><tr>${shown.map(({name, type}) => `<th>${text(name)}<br><span class="sub">${text(type)}</span></th>`).join('')}</tr></thead><tbody>${body}</tbody></table></div>`
  const profiled = (profile ?? []).map(
    (one) =>
      `<tr><td>${text(one.name)}</td><td>${text(one.type)}</td><td class="n">${(one.null_share * 100).toFixed(1)}%</td><td class="n">${countText(one.distinct) ?? ''}</td><td>${cell(one.min)}</td><td>${cell(one.max)}</td><td>${one.top.map(({value, count}) => `${cell(value)} <span class="sub">${String(count)}×</span>`).join(', ')}</td></tr>`,
  )
  const columnsTable =
    profiled.length === 0 || rows === 0
      ? ''
      : `<h3>Columns of ${text(port)}</h3><div class="scroll"><table><thead><tr><th>Column<th>Type<th class="n">Empty<th class="n">Different<th>Least<th>Greatest<th>Most frequent</tr></thead><tbody>${profiled.join('')}</tbody></table></div>`
  return head + preview + columnsTable
}

function cell(value: JsonValue): string {
  if (value === null) return '<span class="null">null</span>'
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  return text(shown.length > longestCell ? `${shown.slice(0, longestCell)}…` : shown)
}

function sessions({sessions: all, status}: ShownRun): string {
  const rows = all.map(
    ({started, ended, process, datapy, node, command, log_file: log}) =>
      `<tr><td>${text(started)}</td><td>${ended === null ? (status === 'running' ? 'works' : 'was cut short') : text(ended)}</td><td>${text(process.host)}, ${String(process.pid)}</td><td>${text(datapy)}, Node ${text(node)}</td><td class="wrap"><code>${text(command)}</code>${log === null ? '' : `<br><span class="sub">${text(log)}</span>`}</td></tr>`,
  )
  return `<div class="scroll"><table><thead><tr><th>From<th>To<th>Host, process<th>DataPy<th>Command</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}
