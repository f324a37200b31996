import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {modExamples} from '../cli/render/mod-examples.js'
import {renderModInfo} from '../cli/render/mod-info.js'
import {tableOptions} from '../cli/table-options.js'
import {valueOf} from '../errors/datapy-error.js'
import {own} from '../model/own.js'
import type {RegistryEntry} from '../model/registry.js'
import {feeds, findFeeder} from '../registry/find-feeder.js'
import {findMod} from '../registry/find-mod.js'

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
    const access = registryAccess(flags)
    const {registry, name} = await access.read(new Set([args.type, 'csv_reader']))
    const entry = valueOf(findMod(registry, args.type, name))
    const {describeParams, exampleParams} = await import('../schema/describe-params.js')
    const csv = own(registry.mods, 'csv_reader')
    const feeder = csv !== undefined && feeds(csv) ? csv : findFeeder((await access.read()).registry)
    const example = (one: RegistryEntry) => ({entry: one, params: exampleParams(one)})
    const examples = modExamples(example(entry), feeder && example(feeder))
    const info = {entry, registry: name, params: describeParams(entry.config_schema), examples}
    return {document: entry, text: flags.example === undefined ? renderModInfo(info, tableOptions()) : examples[flags.example]}
  }
}
