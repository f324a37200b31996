import type {GraphStep} from './lay-out.js'

/** A job's graph in Mermaid's language. */
export function renderMermaid(steps: readonly GraphStep[]): string {
  const ids = idsOf(steps)
  const nodes = steps.map(
    ({name, type}) => `  ${ids.get(name) ?? ''}["${inMermaid(name)}<br/><small>${inMermaid(type)}</small>"]`,
  )
  const edges = edgesOf(steps, ids).map(([from, to]) => `  ${from} --> ${to}`)
  return ['flowchart LR', ...nodes, ...edges].join('\n')
}

/** A job's graph in Graphviz' language. */
export function renderDot(steps: readonly GraphStep[]): string {
  const ids = idsOf(steps)
  const nodes = steps.map(({name, type}) => `  ${ids.get(name) ?? ''} [label="${inDot(name)}\\n${inDot(type)}"];`)
  const edges = edgesOf(steps, ids).map(([from, to]) => `  ${from} -> ${to};`)
  return [
    'digraph job {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...nodes,
    ...edges,
    '}',
  ].join('\n')
}

function idsOf(steps: readonly GraphStep[]): ReadonlyMap<string, string> {
  return new Map(steps.map(({name}, index) => [name, `s${String(index + 1)}`]))
}

function edgesOf(steps: readonly GraphStep[], ids: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return steps.flatMap(({name, needs}) =>
    needs.flatMap((need): (readonly [string, string])[] => {
      const [from, to] = [ids.get(need), ids.get(name)]
      return from === undefined || to === undefined ? [] : [[from, to]]
    }),
  )
}

function inMermaid(text: string): string {
  return text.replaceAll(/[^\w .-]/g, (char) => `#${String(char.codePointAt(0) ?? 0)};`)
}

function inDot(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll(/[\r\n]/g, ' ')
}
