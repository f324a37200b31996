import {basename} from 'node:path'

/**
 * What is loaded together, by what begins it: what looks at the registry, and what runs mods besides. All other pieces
 * stay by themselves until somebody needs them.
 */
const beginnings = [
  {
    group: 'look.js',
    sources: [/^bundle\.js$/, /^src\/commands\/(?:list-registry|mod-info)\.ts$/, /^src\/schema\/describe-params\.ts$/],
  },
  {
    group: 'run.js',
    sources: [
      /^src\/commands\/run-(?:mod|job)\.ts$/,
      /^src\/sdk\/run-(?:mod-of-job|job-file)\.ts$/,
      /^src\/node\/(?:run-log|yaml-\w+)\.ts$/,
      /^src\/schema\/validate-params\.ts$/,
    ],
  },
]

/**
 * The pieces of each script of the bundle: each group, then the rest one by one. esbuild has made a piece of everything
 * that some commands share; one script of many pieces is loaded sooner than many scripts.
 *
 * @param {import('esbuild').Metafile} metafile
 * @returns {Map<string, readonly string[]>}
 */
export function groupsOf({outputs}) {
  const files = Object.entries(outputs).filter(([path]) => path.endsWith('.js'))
  /** @type {Set<string>} */
  const taken = new Set()
  const take = (/** @type {string} */ path) => {
    const output = outputs[path]
    if (output === undefined || taken.has(path)) return []
    taken.add(path)
    /** @type {string[]} */
    const below = output.imports.filter(({kind}) => kind === 'import-statement').flatMap((one) => take(one.path))
    return [...below, basename(path)]
  }
  /** @type {Map<string, readonly string[]>} */
  const groups = new Map()
  for (const {group, sources} of beginnings) {
    const starts = files.filter(([, {entryPoint = ''}]) =>
      sources.some((one) => one.test(entryPoint.replace(/^<stdin>$/, 'bundle.js'))),
    )
    groups.set(
      group,
      starts.flatMap(([path]) => take(path)),
    )
  }
  for (const [path] of files) if (!taken.has(path)) groups.set(basename(path), [basename(path)])
  return groups
}
