import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {modExamples} from '../cli/render/mod-examples.js'
import {renderModInfo} from '../cli/render/mod-info.js'
import {tableOptions} from '../cli/table-options.js'
import {checked} from '../errors/datapy-error.js'
import type {RegistryEntry} from '../model/registry.js'
import {feeds} from '../registry/find-feeder.js'
import type {ModRegistry} from '../sdk/mod-registry.js'

export default class ModInfo extends BaseCommand {
  static override summary = 'Show what a mod takes and gives, with examples that run as pasted.'
  static override description = `Exit codes: 0; 20 there is no such mod type, or the registry cannot be read; 2 usage.`
  static override examples = [
    '<%= config.bin %> mod-info csv_reader',
    '<%= config.bin %> mod-info csv_reader --example yaml > job.yaml',
    '<%= config.bin %> mod-info csv_reader --json',
  ]
  static override args = {type: Args.string({description: 'The mod type.', required: true})}
  static override flags = {
    example: Flags.option({description: 'Print one of the examples alone.', options: ['yaml', 'ts', 'sh'] as const})(),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(ModInfo)
    const registry = registryAccess(flags)
    const entry = await registry.getModInfo(args.type)
    const {describeParams, exampleParams} = await import('../schema/describe-params.js')
    const feeder = await feederOf(registry)
    const example = (one: RegistryEntry) => ({entry: one, params: exampleParams(one)})
    const examples = modExamples(example(entry), feeder && example(feeder))
    const info = {entry, registry: await registry.name(), params: describeParams(entry.config_schema), examples}
    return {document: entry, text: flags.example === undefined ? renderModInfo(info, tableOptions()) : examples[flags.example]}
  }
}

/** The source that examples take their tables from: csv_reader, which anybody can feed, before any other. */
async function feederOf(registry: ModRegistry): Promise<RegistryEntry | undefined> {
  const csv = await checked(registry.getModInfo('csv_reader'))
  if (csv.ok && feeds(csv.value)) return csv.value
  return (await registry.listAvailableMods({category: 'sources'})).find(feeds)
}
