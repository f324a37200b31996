import {builtinModules} from 'node:module'
import type {Sources} from './source-files.js'

/** A rule gives a sentence for everything that breaks it. */
export type Rule = (sources: Sources) => readonly string[]

const stations = ['registry', 'params', 'job', 'schema', 'result', 'data'] as const
const belowRun = ['model', 'errors', ...stations]
const belowSdk = [...belowRun, 'run', 'node']

/** Which folders of src a folder, or a file right in src, may import beside its own. Whatever is not listed is refused. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: ['model'],
  ...Object.fromEntries(stations.map((station) => [station, ['model', 'errors']])),
  run: belowRun,
  node: belowRun,
  sdk: [...belowSdk, 'index.ts'], // run-script hands the SDK itself to the script
  cli: [...belowSdk, 'sdk'],
  commands: [...belowSdk, 'sdk', 'cli'],
  'index.ts': [...belowSdk, 'sdk'],
  'mod.ts': ['model'],
  'testing.ts': [...belowSdk, 'sdk'],
}

function partOf(path: string): string {
  return path.split('/')[1] ?? path
}

/** src: each folder imports those below it only. */
export const layers: Rule = (sources) =>
  [...sources.values()].flatMap(({path, imports}) => {
    if (!path.startsWith('src/')) return []
    const allowed = mayImport[partOf(path)]
    if (allowed === undefined) return [`${path}: the folder is not listed in test/architecture/rules.ts`]
    return imports
      .filter(({to}) => to.startsWith('src/') && partOf(to) !== partOf(path) && !allowed.includes(partOf(to)))
      .map(({to}) => `${path} imports ${to}: ${partOf(path)} must not import ${partOf(to)}`)
  })

/** Plugins know nothing of the framework but its types; their tests know its testing part too. */
export const plugins: Rule = (sources) =>
  [...sources.values()].flatMap(({path, imports}) => {
    const [top, name, part] = path.split('/')
    if (top !== 'plugins') return []
    const own = `plugins/${name ?? ''}/`
    return imports
      .filter(({to, kind}) => {
        if (to === 'datapy/mod') return kind !== 'type'
        if (to === 'datapy/testing') return part !== 'test'
        return to === 'datapy' || (/^(src|test|plugins|projects)\//.test(to) && !to.startsWith(own))
      })
      .map(
        ({to, kind}) =>
          `${path} imports ${to} (${kind}): a plugin takes types from datapy/mod alone, and its tests datapy/testing`,
      )
  })

/** No file is reached from itself by any kind of import; each circle is told once. */
export const circles: Rule = (sources) => {
  const found = new Map<string, string>()
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      const circle = trail.slice(start)
      found.set([...circle].sort().join(), [...circle, path].join(' -> '))
    } else if (!done.has(path)) {
      for (const {to} of sources.get(path)?.imports ?? []) if (sources.has(to)) walk(to, [...trail, path])
      done.add(path)
    }
  }
  for (const path of sources.keys()) walk(path, [])
  return [...found.values()]
}

const heavy = [
  '@duckdb/node-api',
  'ajv',
  'ajv-formats',
  'arquero',
  'csv-parse',
  'csv-stringify',
  'iconv-lite',
  'jiti',
  're2js',
  'winston',
  'yaml',
]

/** What is loaded at every start: the command line, the commands, the SDK and the flow, and the way to the data engine. */
const startsUp = /^src\/((cli|commands|run|sdk)\/.*|[^/]+|data\/engine)\.ts$/

/** No file that is loaded at start-up, itself or through static imports, imports a heavy library. */
export const startUp: Rule = (sources) => {
  const loaded = new Map<string, string>()
  const load = (path: string, trail: string): void => {
    if (loaded.has(path)) return
    loaded.set(path, trail)
    for (const {to, kind} of sources.get(path)?.imports ?? [])
      if (kind === 'static' && sources.has(to)) load(to, `${trail} -> ${to}`)
  }
  for (const path of sources.keys()) if (startsUp.test(path)) load(path, path)
  return [...loaded].flatMap(([path, trail]) =>
    (sources.get(path)?.imports ?? [])
      .filter(({to, kind}) => kind === 'static' && heavy.includes(packageOf(to)))
      .map(({to}) => `${trail} imports ${to}: load it where it is used, with import()`),
  )
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

const pureBuiltins = new Set(['async_hooks', 'buffer', 'crypto', 'events', 'path', 'string_decoder', 'url', 'util'])
const mayTouchTheWorld = /^src\/(node|data)\//

/** Files, network and processes belong to node/ and data/. */
export const world: Rule = (sources) =>
  [...sources.values()]
    .filter(({path}) => path.startsWith('src/') && !mayTouchTheWorld.test(path))
    .flatMap(({path, imports}) =>
      imports
        .filter(({to, kind}) => kind !== 'type' && isBuiltin(to) && !pureBuiltins.has(to.replace(/^node:/, '')))
        .map(({to}) => `${path} imports ${to}: only src/node and src/data touch the outside world`),
    )

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

const isPure = /^src\/(model|errors|registry|params|job|schema|result)\//
const impure = /^(process|performance|setTimeout|setInterval|fetch|globalThis|new Date\(\)|Date\.now|Math\.random)(\.|$)/

/** The stations are values in, values out: no clock, no environment, no chance. */
export const pureStations: Rule = (sources) =>
  [...sources.values()]
    .filter(({path}) => isPure.test(path))
    .flatMap(({path, globals}) =>
      globals.filter((name) => impure.test(name)).map((name) => `${path} uses ${name}: take it as an argument`),
    )

/** Two put their own process.exit in the place of Node's while foreign code runs; one ends what still runs after the answer. */
const mayExit = ['src/node/guard.ts', 'src/node/script-exit.ts', 'src/cli/leave-soon.ts']

/** The answer and the exit code have one writer each. */
export const oneWriter: Rule = (sources) =>
  [...sources.values()]
    .filter(({path}) => /^(src|plugins\/[^/]+\/src)\//.test(path))
    .flatMap(({path, globals}) =>
      globals
        .filter((name) => name.startsWith('console') || (/^process\.(exit|abort)$/.test(name) && !mayExit.includes(path)))
        .map((name) => `${path} uses ${name}`),
    )
