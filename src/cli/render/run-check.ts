import type {JobCheck} from '../../sdk/check-job.js'

/**
 * What a dry run found to be right: each mod in its order, whether it would run and why, its parameters and where each
 * comes from, and the files that it would read and write.
 */
export function renderRunCheck({job, mods, continues}: JobCheck): string {
  const lines = mods.flatMap(({name, type, params, needs, runs, reason, reads, writes}, index) => [
    `${String(index + 1)}. ${name} (${type})${needs.length === 0 ? '' : ` after ${needs.join(', ')}`}`,
    `   ${runs === undefined ? 'left out' : runs ? 'runs' : 'skipped'}: ${reason}`,
    ...Object.entries(params).map(([param, {value, origin}]) => `   ${param} = ${JSON.stringify(value)}   # ${origin}`),
    ...reads.map((file) => `   reads ${file}`),
    ...writes.map((file) => `   writes ${file}`),
  ])
  const head = `${job}: ${String(mods.length)} mod(s) checked, nothing was run`
  return [head, ...(continues === null ? [] : [`goes on with the run ${continues}`]), ...lines].join('\n')
}
