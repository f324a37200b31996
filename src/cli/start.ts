import {fileURLToPath} from 'node:url'
import {loadBundle} from '../node/load-bundle.js'
import {processSignals} from './process-signals.js'
import type {runDirectly} from './run-directly.js'

/** What the bundle exports: see scripts/bundle.js. */
interface Bundle {
  run(argv: readonly string[]): ReturnType<typeof runDirectly>
}

/**
 * Starts the command line. Most commands run from the bundle; what it leaves to
 * oclif runs from the modules. Built, with what it imports, to dist/bundle/start.cjs.
 */
export function start(argv: readonly string[]): void {
  processSignals() // Before the rest is loaded: a signal may come at any time.
  const file = fileURLToPath(new URL('datapy.bundle', import.meta.url))
  const bundle = loadBundle(file, argv[0] ?? '', process.env) as Bundle
  if (!bundle.run(argv)) void runThroughOclif(argv)
}

async function runThroughOclif(argv: readonly string[]): Promise<void> {
  const {main} = (await import(new URL('../cli/main.js', import.meta.url).href)) as typeof import('./main.js')
  main(argv)
}
