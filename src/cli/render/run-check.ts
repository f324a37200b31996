import type {JobCheck} from '../../sdk/check-job.js'

/** What a dry run found to be right: each mod in its order, its parameters, and where each comes from. */
export function renderRunCheck({job, mods}: JobCheck): string {
  const lines = mods.flatMap(({name, type, params}, index) => [
    `${String(index + 1)}. ${name} (${type})`,
    ...Object.entries(params).map(([param, {value, origin}]) => `   ${param} = ${JSON.stringify(value)}   # ${origin}`),
  ])
  return [`${job}: ${String(mods.length)} mod(s) checked, nothing was run`, ...lines].join('\n')
}
