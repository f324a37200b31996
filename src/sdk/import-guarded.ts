import {checked} from '../errors/datapy-error.js'
import type {Logger} from '../model/mod.js'
import type {Checked} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {processGuard} from '../node/guard.js'
import {importFailed, importMod, type ImportedMod} from '../node/import-mod.js'

/** Longer than this no package takes to load; what waits for something at its top level may never. */
const mostMs = 30_000

/** Imports a mod under the guard: what its package does when it is loaded can no more fake an answer than its run. */
export async function importGuarded(
  entry: RegistryEntry,
  roots: readonly string[],
  logger: Pick<Logger, 'info'>,
): Promise<Checked<ImportedMod>> {
  const {module_path: name, metadata} = entry
  const print = (stream: string, text: string) => {
    logger.info(text.trimEnd(), {stream, mod_type: metadata.type})
  }
  const limit = timeLimit(mostMs)
  const loaded = processGuard().within(async () => await importMod(entry, roots), print, {isLoading: true})
  const imported = await checked(Promise.race([loaded, limit.passed]))
  limit.clear()
  if (!imported.ok)
    return {ok: false, problems: [importFailed(metadata.type, name, imported.problems.map(({message}) => message).join('; '))]}
  if (imported.value !== undefined) return imported.value
  const reason = `it is not done after ${String(mostMs / 1000)} s`
  return {ok: false, problems: [importFailed(metadata.type, name, reason, 'have it wait in "run", not while it is loaded')]}
}

function timeLimit(ms: number): {readonly passed: Promise<undefined>; clear(): void} {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<undefined>((resolve) => {
    // Nothing else may be left to do: it is the guard that tells so, and at once.
    timer = setTimeout(resolve, ms, undefined).unref()
  })
  return {
    passed,
    clear() {
      clearTimeout(timer)
    },
  }
}
