import {escapedHtml} from '../html-text.js'
import {layOut, type GraphStep, type PlacedStep} from './lay-out.js'

const [width, height, gapX, gapY, margin] = [188, 50, 56, 22, 12]
const longestText = 24

/** Colours by category and by state, light and dark; `currentColor` is that of the page around. */
export const graphStyle = `
.graph{font:13px system-ui,sans-serif;max-width:none}
.graph .box{fill:#fff;stroke:#8a93a6;stroke-width:1.2}
.graph .name{fill:#1b2130;font-weight:600}.graph .type{fill:#5b6478;font-size:11px}
.graph .edge{fill:none;stroke:#9aa3b5;stroke-width:1.4}.graph .tip{fill:#9aa3b5}
.graph .sources .mark{fill:#2f7d5d}.graph .transformers .mark{fill:#3d52d5}.graph .sinks .mark{fill:#a3561b}.graph .mark{fill:#8a93a6}
.graph .success .box{stroke:#2f7d5d;fill:#edf8f2}.graph .reused .box{stroke:#2f7d5d;stroke-dasharray:4 3}
.graph .warning .box{stroke:#b7791f;fill:#fff8e6}.graph .error .box,.graph .cut-short .box{stroke:#c53030;fill:#fdeeee}
.graph .not-run .box,.graph .skipped .box{stroke-dasharray:2 3;fill:#f4f5f8}.graph .running .box{stroke:#3d52d5;fill:#eef0ff}
@media (prefers-color-scheme:dark){
.graph .box{fill:#1d2331;stroke:#6b7488}.graph .name{fill:#e8ebf2}.graph .type{fill:#a4adbf}.graph .edge{stroke:#6b7488}.graph .tip{fill:#6b7488}
.graph .success .box{fill:#16302a;stroke:#4fae88}.graph .reused .box{stroke:#4fae88}.graph .warning .box{fill:#3a2e12;stroke:#d9a441}
.graph .error .box,.graph .cut-short .box{fill:#3b1b1f;stroke:#e06c6c}.graph .not-run .box,.graph .skipped .box{fill:#191e2a}
.graph .running .box{fill:#20264a;stroke:#8d9bff}}
`

/** A job's graph as an SVG element, from left to right; `style` is put into it where it is to stand alone. */
export function renderSvg(steps: readonly GraphStep[], {style}: {readonly style: boolean}): string {
  const placed = layOut(steps)
  const layers = 1 + Math.max(0, ...placed.map(({layer}) => layer))
  const rows = 1 + Math.max(0, ...placed.map(({row}) => row))
  const count = new Map<number, number>()
  for (const {layer} of placed) count.set(layer, (count.get(layer) ?? 0) + 1)
  const at = new Map(placed.map((step) => [step.name, placeOf(step, rows, count.get(step.layer) ?? 1)]))
  const [w, h] = [margin * 2 + layers * width + (layers - 1) * gapX, margin * 2 + rows * height + (rows - 1) * gapY]
  const edges = placed.flatMap(({name, needs}) => needs.flatMap((need) => edge(at.get(need), at.get(name))))
  return `<svg class="graph" xmlns="http://www.w3.org/2000/svg" width="${String(w)}" height="${String(h)}" viewBox="0 0 ${String(w)} ${String(h)}" role="img" aria-label="graph of the steps">
${style ? `<style>${graphStyle}</style>\n` : ''}<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
${edges.join('\n')}
${placed.map((step) => node(step, at.get(step.name))).join('\n')}
</svg>`
}

interface Point {
  readonly x: number
  readonly y: number
}

/** A layer of few steps stands in the middle of the height. */
function placeOf({layer, row}: PlacedStep, rows: number, inLayer: number): Point {
  const shift = ((rows - inLayer) * (height + gapY)) / 2
  return {x: margin + layer * (width + gapX), y: margin + shift + row * (height + gapY)}
}

function edge(from: Point | undefined, to: Point | undefined): readonly string[] {
  if (from === undefined || to === undefined) return []
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2]
  const bend = Math.max(24, (x2 - x1) / 2)
  return [
    `<path class="edge" d="M${String(x1)} ${String(y1)}C${String(x1 + bend)} ${String(y1)} ${String(x2 - bend)} ${String(y2)} ${String(x2)} ${String(y2)}" marker-end="url(#tip)"/>`,
  ]
}

function node({name, type, category, state}: PlacedStep, at: Point | undefined): string {
  const {x, y} = at ?? {x: 0, y: 0}
  const classes = ['step', ...[category, state].flatMap((one) => (one === undefined ? [] : [one.replaceAll(/[^a-z]+/g, '-')]))]
  const about = [name, type, category, state].filter((one) => one !== undefined && one !== '').join(', ')
  return `<g class="${classes.join(' ')}" transform="translate(${String(x)} ${String(y)})"><title>${escapedHtml(about)}</title><rect class="box" width="${String(width)}" height="${String(height)}" rx="8"/><rect class="mark" x="0" y="10" width="4" height="${String(height - 20)}" rx="2"/><text class="name" x="14" y="22">${escapedHtml(short(name))}</text><text class="type" x="14" y="39">${escapedHtml(short(state === undefined ? type : `${type} · ${state}`))}</text></g>`
}

function short(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text
}
