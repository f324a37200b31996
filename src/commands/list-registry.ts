import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {drawnAs} from '../cli/drawn-as.js'
import {registryAccess} from '../cli/registry-access.js'
import {renderRegistryList} from '../cli/render/registry-list.js'
import {tableOptions} from '../cli/table-options.js'
import {exitCodes} from '../errors/exit-codes.js'
import {firstProblems} from '../errors/first-problems.js'
import type {Problem} from '../model/problem.js'
import {categories} from '../model/registry.js'
import {listMods} from '../registry/list-mods.js'
import type {OutdatedReport} from '../sdk/outdated-mods.js'

export default class ListRegistry extends BaseCommand {
  static override summary = 'List the mods that are registered.'
  static override description = `With --outdated: which versions the npm registry has of each, beside what is installed. WANTED is the newest that
may take the place of the registered one without a break; register-mod PACKAGE@VERSION takes it.

Exit codes: 0 also when there is none, or none is up to date; 10 --outdated, and some npm registry gave no answer; 20 the
registry cannot be read; 2 usage.`
  static override examples = [
    '<%= config.bin %> list-registry',
    '<%= config.bin %> list-registry --category sources --json',
    '<%= config.bin %> list-registry --outdated',
  ]
  static override flags = {
    category: Flags.option({char: 'c', description: 'Only mods of this category.', options: categories})(),
    outdated: Flags.boolean({description: 'Ask the npm registry for newer versions. Needs the network.'}),
  }

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(ListRegistry)
    const access = registryAccess(flags)
    const {registry: loaded, file, name} = await access.read()
    const entries = listMods(loaded, {category: flags.category})
    if (entries.length === 0)
      this.logToStderr(`no mods ${flags.category === undefined ? 'are registered' : `of category ${flags.category}`} in ${name}`)
    const wrong = firstProblems([...(loaded.faulty?.values() ?? [])].flatMap(({problems}) => problems))
    if (flags.outdated) return outdated(await access.compareWithNpm(entries), file, wrong)
    const mods = entries.map(({metadata, module_path: modulePath}) => ({...metadata, module_path: modulePath}))
    return {
      document: {status: 'success', exit_code: 0, registry: file, mods},
      text: entries.length === 0 ? '' : renderRegistryList(entries, tableOptions()),
      problems: drawnAs('warning', wrong),
    }
  }
}

/** What could be learnt is the answer; what could not makes it one with warnings. */
async function outdated({mods, problems}: OutdatedReport, registry: string, wrong: readonly Problem[]): Promise<Answer> {
  const {renderOutdatedList} = await import('../cli/render/outdated-list.js')
  const exitCode = problems.length === 0 ? exitCodes.success : exitCodes.warning
  const status = problems.length === 0 ? 'success' : 'warning'
  return {
    document: {status, exit_code: exitCode, registry, mods, warnings: [...problems, ...wrong], errors: []},
    text: mods.length === 0 ? '' : renderOutdatedList(mods, tableOptions()),
    exitCode,
    problems: drawnAs('warning', [...problems, ...wrong]),
  }
}
