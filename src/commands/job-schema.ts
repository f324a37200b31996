import * as Flags from '@oclif/core/flags'
import {BaseCommand, type Answer} from '../cli/base-command.js'
import {registryAccess} from '../cli/registry-access.js'
import {listMods} from '../registry/list-mods.js'

export default class JobSchema extends BaseCommand {
  static override summary = 'Write a JSON Schema of job files, so that editors complete and check them.'
  static override description = `It is made from the registry: its mod types, and the parameters of each. Point your editor at it, or begin a job
file with "# yaml-language-server: $schema=job.schema.json".

Exit codes: 0; 20 the registry cannot be read, or the file not be written; 2 usage.`
  static override examples = [
    '<%= config.bin %> job-schema -o job.schema.json',
    '<%= config.bin %> job-schema --registry ./registry.json > job.schema.json',
  ]
  static override flags = {output: Flags.string({char: 'o', description: 'The file to write (else stdout).', helpValue: 'FILE'})}

  protected async answer(): Promise<Answer> {
    const {flags} = await this.parse(JobSchema)
    const {registry, file} = await registryAccess(flags).read()
    const {jobSchema} = await import('../schema/job-schema.js')
    const entries = listMods(registry)
    const schema = jobSchema(entries)
    if (flags.output === undefined) return {document: schema, text: JSON.stringify(schema, null, 2)}
    const {writeDocumentFile} = await import('../node/write-document-file.js')
    const written = await writeDocumentFile(flags.output, `${JSON.stringify(schema, null, 2)}\n`)
    return {
      document: {status: 'success', exit_code: 0, file: written, registry: file, mods: entries.length, warnings: [], errors: []},
      text: written,
    }
  }
}
