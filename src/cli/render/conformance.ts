import type {Check, Conformance} from '../../sdk/conformance/report.js'

/** What the conformance kit found: a line for each check, with every fault and its fix below, and the sum. */
export function renderConformance({type, version, checks}: Conformance): string {
  const width = Math.max(...checks.map(({check}) => check.length))
  const numbers = (['ok', 'failed', 'not checked'] as const)
    .map((status) => [checks.filter((one) => one.status === status).length, status] as const)
    .filter(([number, status]) => number > 0 || status === 'ok')
  return [
    `${type} ${version}`,
    ...checks.flatMap((one) => linesOf(one, width)),
    numbers.map(([number, status]) => `${String(number)} ${status}`).join(', '),
  ].join('\n')
}

function linesOf({check, status, found, fix}: Check, width: number): readonly string[] {
  const [first = '', ...others] = found
  const indent = ' '.repeat(15 + width)
  return [
    `  ${status.padEnd(11)}  ${check.padEnd(width)}  ${first}`,
    ...others.map((one) => `${indent}  ${one}`),
    ...(status === 'ok' || fix === undefined ? [] : [`${indent}  fix: ${fix}`]),
  ]
}
