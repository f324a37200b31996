import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {cell, share, type Tally} from './cell.js'
import {failAtEachCall} from './fail-at-each-call.js'
import {faultedProject} from './faulted-project.js'

const rows = 'id,name,city\n1, Ann ,Rome\n2,Bob,\n2,Bob,\n'
const chain = `mods:
  extract: {_type: csv_reader, file_path: in.csv}
  clean: {_type: data_cleaner, data: "\${extract.data}"}
`

/** A workbook has the time in it, so that of one only this counts: that it is there from its first byte to its last. */
function contentOf(bytes: string | undefined, sink: string) {
  if (bytes === undefined) return null
  return sink === 'xlsx' ? [bytes.startsWith('PK\u0003\u0004'), bytes.includes('PK\u0005\u0006')] : bytes
}

describe('Disk and permissions', () => {
  const jobFails = (sink: string, most: number, isQuick: boolean) => {
    const work = async (tally: Tally) => {
      const file = `out/out.${sink}`
      const make = async () => ({
        args: ['run-job', 'job.yaml', '--json'],
        project: await faultedProject(async (folder) => {
          await writeFile(join(folder, 'in.csv'), rows)
          const type = `${sink === 'xlsx' ? 'excel' : sink}_writer`
          await writeFile(
            join(folder, 'job.yaml'),
            `${chain}  load: {_type: ${type}, data: "\${clean.data}", file_path: ${file}}\n`,
          )
        }),
        outcome: (files: ReadonlyMap<string, string>) => contentOf(files.get(file), sink),
      })
      await failAtEachCall(tally, make, most)
    }
    cell(`a call of run-job fails: CSV, cleaned, ${sink}`, work, {quick: isQuick})
  }

  jobFails('csv', share(5, Infinity), true)
  jobFails('json', share(1, 60), false)
  jobFails('parquet', share(1, 60), true)
  jobFails('xlsx', share(1, 60), false)
})
