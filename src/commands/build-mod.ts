import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Answer} from '../cli/base-command.js'

export default class BuildMod extends BaseCommand {
  static override summary = "Make what derives from a mod's package.json and sources: types, README tables, JavaScript."
  static override description = `From config_schema: src/params.ts (src/params.d.ts beside JavaScript) and the marked part of the README. From src/*.ts:
JavaScript in dist, its types taken out and not checked; that is what tsc --noEmit is for. Where node_modules/datapy is
missing, it is linked to this DataPy. The network is not used.

Exit codes: 0 built; 20 refused, and nothing was written; 2 usage.`
  static override examples = ['<%= config.bin %> build-mod', '<%= config.bin %> build-mod ./mod-geocoder']
  static override args = {
    dir: Args.string({description: "The package's folder.", default: '.'}),
  }

  static override flags = {
    quiet: Flags.boolean({char: 'q', description: 'Say nothing when all went well, for scripts that npm runs.'}),
  }

  protected async answer(): Promise<Answer> {
    const {args, flags} = await this.parse(BuildMod)
    const {buildMod} = await import('../sdk/build-mod.js')
    const {entry, written, removed, linked} = await buildMod(args.dir)
    const {type, version} = entry.metadata
    const lines = [...written.map((file) => `  wrote ${file}`), ...removed.map((file) => `  removed ${file}`)]
    if (linked) lines.push('  linked node_modules/datapy')
    return {
      document: {status: 'success', exit_code: 0, type, version, written, removed, linked, warnings: [], errors: []},
      text: flags.quiet
        ? ''
        : [`built ${type} ${version}${lines.length === 0 ? ': nothing had changed' : ''}`, ...lines].join('\n'),
    }
  }
}
