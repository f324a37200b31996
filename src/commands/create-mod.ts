import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {categories} from '../model/registry.js'

export default class CreateMod extends BaseCommand {
  static override summary = 'Make the package of a new mod, which builds, tests and publishes as it is.'
  static override description = `The folder mod-NAME gets a schema in package.json, generated types, a small run that works, tests and a README.
Nothing is installed and the network is not used. A folder that is there must be empty.

Exit codes: 0 made; 20 refused; 2 usage.`
  static override examples = [
    '<%= config.bin %> create-mod geocoder --category transformers',
    '<%= config.bin %> create-mod sap-orders --category sources --scope @acme --language js',
  ]
  static override args = {
    name: Args.string({description: 'Words joined by "-" or "_": csv-reader makes the type csv_reader.', required: true}),
  }
  static override flags = {
    category: Flags.option({char: 'c', description: 'What kind of mod it is.', options: categories, required: true})(),
    scope: Flags.string({description: 'The scope of the package.', helpValue: '@acme'}),
    dir: Flags.string({description: 'The folder to make. Default: mod-NAME in the working directory.', helpValue: 'FOLDER'}),
    language: Flags.option({
      description: 'What it is written in. js needs no build.',
      options: ['ts', 'js'] as const,
      default: 'ts',
    })(),
    description: Flags.string({description: 'What the mod does, in a sentence.'}),
    author: Flags.string({description: 'Who wrote it.'}),
    license: Flags.string({description: 'Its licence, as npm writes it. Default: UNLICENSED.'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(CreateMod)
    const {createMod} = await import('../sdk/create-mod.js')
    const {folder, type, packageName, files} = await createMod(args.name, {...flags, cwd: process.cwd()})
    return {
      document: {status: 'success', exit_code: 0, type, package: packageName, folder, files, warnings: [], errors: []},
      text: [
        `made ${folder}: the mod ${type} in the package ${packageName}`,
        ...files.map((file) => `  ${file}`),
        `next: cd ${folder} && npm test && npx datapy register-mod .`,
      ].join('\n'),
    }
  }
}
