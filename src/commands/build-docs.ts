import * as Flags from '@oclif/core/flags'
import {resolve} from 'node:path'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {registryAccess} from '../cli/registry-access.js'
import {valueOf} from '../errors/datapy-error.js'

export default class BuildDocs extends BaseCommand {
  static override summary = 'Write a catalogue of the registered mods: Markdown pages, and one HTML page to search in.'
  static override description = `Everything comes from the registry; no package is looked at. The folder gets README.md, mods/TYPE.md and index.html,
which needs no server and no network. Pages that an earlier run has written are replaced, those of mods that are gone
are removed, and other files are left alone. The same registry gives the same bytes.

Exit codes: 0 written; 20 refused, and nothing is changed; 2 usage.`
  static override examples = ['<%= config.bin %> build-docs', '<%= config.bin %> build-docs -o public/mods --json']
  static override flags = {
    output: Flags.string({char: 'o', description: 'The folder to write into.', default: 'site', helpValue: 'DIR'}),
  }

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(BuildDocs)
    const {registry, file} = await registryAccess(flags).read()
    const {cataloguePages, pageMarker} = await import('../cli/render/catalogue/catalogue-pages.js')
    const {writeDocs} = await import('../node/docs-folder.js')
    const folder = resolve(flags.output)
    const done = valueOf(await writeDocs(folder, cataloguePages(registry), pageMarker))
    const mods = Object.keys(registry.mods).length
    const wrong = [...(registry.faulty?.values() ?? [])].flatMap(({problems}) => problems)
    const counts = [
      `${String(done.written.length)} pages written`,
      `${String(done.unchanged.length)} unchanged`,
      `${String(done.removed.length)} removed`,
    ]
    return {
      document: {status: 'success', exit_code: 0, registry: file, folder, mods, ...done, warnings: wrong},
      text: `${resolve(folder, 'index.html')}: ${String(mods)} ${mods === 1 ? 'mod' : 'mods'} (${counts.join(', ')})`,
      problems: drawnAs('warning', wrong),
    }
  }
}
