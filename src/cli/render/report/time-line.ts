import {escapedHtml} from '../html-text.js'
import {secondsText} from '../run-list.js'
import type {ShownStep} from '../../../sdk/runs/show-run.js'

const [width, rowHeight, labels, top] = [1000, 24, 210, 26]
const most = 200

/** When each step ran, as bars over time: an SVG element; nothing where no step has a beginning and an end. */
export function renderTimeLine(steps: readonly ShownStep[]): string {
  const bars = steps
    .flatMap(({name, status, began, ended}) =>
      began === null || ended === null
        ? []
        : [{name, status, from: Date.parse(began), to: Math.max(Date.parse(began), Date.parse(ended))}],
    )
    .filter(({status}) => status !== 'reused')
    .slice(0, most)
  if (bars.length === 0) return ''
  const start = Math.min(...bars.map(({from}) => from))
  const span = Math.max(1, Math.max(...bars.map(({to}) => to)) - start)
  const x = (time: number) => labels + ((time - start) / span) * (width - labels - 70)
  const height = top + bars.length * rowHeight + 6
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = x(start + share * span).toFixed(1)
    return `<line class="grid" x1="${at}" x2="${at}" y1="${String(top - 6)}" y2="${String(height)}"/><text class="soft" x="${at}" y="14" text-anchor="middle">${secondsText((share * span) / 1000)}</text>`
  })
  const rows = bars.map(({name, status, from, to}, index) => {
    const y = top + index * rowHeight
    const length = Math.max(2, x(to) - x(from))
    const shown = name.length > 30 ? `${name.slice(0, 29)}…` : name
    return `<g><title>${escapedHtml(`${name}: ${secondsText((to - from) / 1000)}`)}</title><text x="0" y="${String(y + 14)}">${escapedHtml(shown)}</text><rect class="bar ${status.replace(' ', '-')}" x="${x(from).toFixed(1)}" y="${String(y + 3)}" width="${length.toFixed(1)}" height="14" rx="3"/><text class="soft" x="${(x(from) + length + 6).toFixed(1)}" y="${String(y + 14)}">${secondsText((to - from) / 1000)}</text></g>`
  })
  return `<svg class="time" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="time line of the steps">${ticks.join('')}${rows.join('')}</svg>`
}
