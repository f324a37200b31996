import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {renderRegistryList} from '../cli/render/registry-list.js'
import {tableOptions} from '../cli/table-options.js'
import {categories} from '../model/registry.js'
import {listMods} from '../registry/list-mods.js'

export default class ListRegistry extends BaseCommand {
  static override summary = 'List the mods that are registered.'
  static override description = `Exit codes: 0 also when there is none; 20 the registry cannot be read; 2 usage.`
  static override examples = ['<%= config.bin %> list-registry', '<%= config.bin %> list-registry --category sources --json']
  static override flags = {
    category: Flags.option({char: 'c', description: 'Only mods of this category.', options: categories})(),
  }

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(ListRegistry)
    const {registry: loaded, file, name} = await registryAccess(flags).read()
    const entries = listMods(loaded, {category: flags.category})
    if (entries.length === 0)
      this.logToStderr(`no mods ${flags.category === undefined ? 'are registered' : `of category ${flags.category}`} in ${name}`)
    const mods = entries.map(({metadata, module_path: modulePath}) => ({...metadata, module_path: modulePath}))
    const wrong = [...(loaded.faulty?.values() ?? [])].flatMap(({problems}) => problems)
    return {
      document: {status: 'success', exit_code: 0, registry: file, mods},
      text: entries.length === 0 ? '' : renderRegistryList(entries, tableOptions()),
      problems: wrong.map((problem) => ({severity: 'warning', problem})),
    }
  }
}
