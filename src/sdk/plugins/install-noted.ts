import type {Checked} from '../../model/problem.js'
import type {ModStore} from '../../node/mod-store.js'
import type {PluginNote} from '../../node/plugin-notes.js'

/** Installs a package for good and notes it as a plugin: both, or neither. */
export async function installNoted(store: ModStore, spec: string, note: PluginNote): Promise<Checked<undefined>> {
  const installed = await store.install(spec)
  if (!installed.ok) return installed
  try {
    await store.notePlugin(note)
    return {ok: true, value: undefined}
  } catch (error) {
    await installed.value.undo()
    throw error
  }
}
