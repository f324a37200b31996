import {createJiti} from 'jiti'
import {makeFolder} from '../data/make-folder.js'

/**
 * Runs a script, TypeScript or JavaScript, ES module or CommonJS, in this process; resolves when its top level has. In
 * it, `datapy` is the SDK that runs it, wherever the script lies. Rejects with what the script throws.
 */
export async function loadScript(file: string, sdk: Readonly<Record<string, unknown>>, cacheFolder: string): Promise<void> {
  // Made here, since jiti would never come back from a place such as /proc; without one it works as well, but slower.
  const fsCache = await makeFolder(cacheFolder).then(
    () => cacheFolder,
    () => false,
  )
  const jiti = createJiti(file, {virtualModules: {datapy: sdk}, fsCache, moduleCache: true, sourceMaps: true})
  await jiti.import(file)
}

/** The problem with a script that cannot even be read as code; undefined when it can. Nothing of it runs. */
export function syntaxErrorOf(file: string, source: string): string | undefined {
  try {
    createJiti(file).transform({source, filename: file, ts: true, async: true})
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
