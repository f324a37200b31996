import {expect} from 'chai'
import {resolve} from 'node:path'
import {registryProject} from '../commands/registry-project.js'
import {entryOf} from '../mod-package.js'
import {tempProject} from '../temp-project.js'
import {cell} from './cell.js'
import {orderOfSyncs} from './order-of-syncs.js'
import {runTraced, whyNoTrace} from './traced.js'

const job = `mods:
  read: {_type: csv_reader, file_path: in.csv}
  csv: {_type: csv_writer, data: "\${read.data}", file_path: out/a/new.csv, if_exists: error}
  gzip: {_type: csv_writer, data: "\${read.data}", file_path: out/a.csv.gz}
  lines: {_type: json_writer, data: "\${read.data}", file_path: out/a.ndjson, if_exists: backup}
  list: {_type: json_writer, data: "\${read.data}", file_path: out/a.json, format: array}
  table: {_type: parquet_writer, data: "\${read.data}", file_path: out/a.parquet}
  sheet: {_type: excel_writer, data: "\${read.data}", file_path: out/a.xlsx}
`

/** What may be lost with the power, and is then made again or done without: locks, the list of what a process has in hand, a run's first record. */
const isLosable = (name: string) => /\.lock(\..*)?$|\/(run|latest)\.json$|\.datapy\/runs\/[^/]+$/.test(name)

describe('Kill and loss', () => {
  cell('the order of syncs: files of a job', async (tally) => {
    const reason = await whyNoTrace()
    if (reason !== undefined) tally.skip(reason)
    const project = await tempProject({})
    try {
      await project.write('in.csv', `id,name\n${Array.from({length: 2000}, (_, id) => `${String(id)},name\n`).join('')}`)
      await project.write('out/a.ndjson', 'what was there before\n')
      await project.write('job.yaml', job)
      const env = {...process.env, DATAPY_REGISTRY: resolve('registry.json'), DATAPY_STATE_DIR: ''}
      const order = orderOfSyncs(project.folder, (name) => !isLosable(name))
      // The record of a run is to be there before an output has its name: who finds no run would begin another.
      const records = orderOfSyncs(
        project.folder,
        (name) => name.startsWith('.datapy') && isLosable(name) && !name.endsWith('.lock'),
      )
      const early: string[] = []
      const code = await runTraced(['run-job', 'job.yaml', '-q'], {
        cwd: project.folder,
        env,
        onCall(line) {
          records.onCall(line)
          const before = order.named.length
          order.onCall(line)
          const output = order.named.slice(before).find((name) => name.startsWith(project.path('out/')))
          if (output !== undefined) early.push(...records.pending().map((name) => `${output} before ${name}`))
          return false
        },
      })
      expect(code).to.equal(0)
      expect(order.named.filter((name) => name.startsWith(project.path('out/')))).to.have.length(7)
      for (const fault of [...order.faults(), ...early]) tally.lost(fault)
      tally.tried(order.named.length)
    } finally {
      await project.remove()
    }
  })

  cell('the order of syncs: a registry', async (tally) => {
    const reason = await whyNoTrace()
    if (reason !== undefined) tally.skip(reason)
    const project = await registryProject()
    try {
      const folder = await project.package(entryOf('geo'))
      for (const args of [
        ['register-mod', folder],
        ['unregister-mod', 'geo'],
      ]) {
        // npm's own files are not ours to sync: what a loss of power takes of them, the next installation brings back.
        const order = orderOfSyncs(project.folder, (name) =>
          /^registry(-lock)?\.json$|^data\/(package(-lock)?\.json|\.leaving)/.test(name),
        )
        const code = await runTraced(args, {cwd: project.folder, env: project.env, onCall: order.onCall})
        expect(code).to.equal(0)
        expect(order.named).to.include(project.registryFile)
        for (const fault of order.faults()) tally.lost(`${args.join(' ')}: ${fault}`)
        tally.tried(order.named.length)
      }
    } finally {
      await project.remove()
    }
  })
})
