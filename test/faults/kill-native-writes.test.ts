import {expect} from 'chai'
import {readdir, rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject} from '../temp-project.js'
import {cell, share, type Tally} from './cell.js'
import {contentsOf, spread, type Contents} from './kill-at-each.js'
import {runTraced, whyNoTrace} from './traced.js'

const env = {...process.env, DATAPY_REGISTRY: resolve('registry.json'), DATAPY_STATE_DIR: ''}
const args = ['run-job', 'job.yaml', '-q', '--concurrency', '1']

/** The engine writes by itself, out of Node's sight; each format once, and each way of `if_exists`. */
const writers = {
  csv: '{_type: csv_writer, data: "${read.data}", file_path: out/a.csv, if_exists: error}',
  gzip: '{_type: csv_writer, data: "${read.data}", file_path: out/a.csv.gz, if_exists: backup}',
  ndjson: '{_type: json_writer, data: "${read.data}", file_path: out/a.ndjson, if_exists: backup}',
  json: '{_type: json_writer, data: "${read.data}", file_path: out/a.json, format: array}',
  parquet: '{_type: parquet_writer, data: "${read.data}", file_path: out/a.parquet, if_exists: backup}',
  excel: '{_type: excel_writer, data: "${read.data}", file_path: out/a.xlsx}',
}
/** So long a process is held after each call, for the kill to arrive before the next. */
const holdMicroseconds = 3000

describe('Kill and loss', () => {
  for (const [format, writer] of Object.entries(writers)) {
    const work = async (tally: Tally) => {
      const reason = await whyNoTrace()
      if (reason !== undefined) tally.skip(reason)
      const project = await tempProject({})
      try {
        const begin = async () => {
          for (const name of await readdir(project.folder)) await rm(join(project.folder, name), {recursive: true})
          const rows = Array.from({length: 6000}, (_, id) => `${String(id)},name ${String(id % 97)}\n`)
          await project.write('in.csv', `id,name\n${rows.join('')}`)
          await project.write('job.yaml', `mods:\n  read: {_type: csv_reader, file_path: in.csv}\n  write: ${writer}\n`)
          for (const name of ['a.csv.gz', 'a.ndjson', 'a.json', 'a.parquet', 'a.xlsx'])
            await project.write(`out/${name}`, 'what was there before\n')
        }
        const isOfOutput = (line: string) => /^(write|writev|pwrite64|fsync|rename|link)\(/.test(line) && line.includes('/out/')
        await begin()
        const before = outputsOf(await contentsOf(project.folder))
        let calls = 0
        const code = await runTraced(args, {cwd: project.folder, env, onCall: (line) => isOfOutput(line) && ++calls < 0})
        expect(code).to.equal(0)
        const wanted = outputsOf(await contentsOf(project.folder))
        for (const nth of spread(calls, share(1, 30))) {
          await begin()
          await tally.try(`${format}, after call ${String(nth)} of ${String(calls)}`, async () => {
            let seen = 0
            const onCall = (line: string) => isOfOutput(line) && ++seen === nth
            await runTraced(args, {cwd: project.folder, env, onCall, holdMicroseconds})
            const left = outputsOf(await contentsOf(project.folder))
            for (const [name, content] of Object.entries(left))
              expect(content, `${name} is whole`).to.be.oneOf([before[name], wanted[name]])
            const again = await runDatapy(args, {cwd: project.folder, env})
            expect(again.code, again.stderr).to.equal(0)
            const contents = await contentsOf(project.folder)
            expect(outputsOf(contents), again.stderr).to.deep.equal(wanted)
            expect(Object.keys(contents).filter((name) => name.endsWith('.tmp'))).to.deep.equal([])
          })
        }
      } finally {
        await project.remove()
      }
    }
    cell(`SIGKILL at each write of the system: ${format}`, work, {quick: ['csv', 'parquet', 'excel'].includes(format)})
  }
})

function outputsOf(contents: Contents): Contents {
  const outputs = Object.entries(contents).filter(([name]) => name.startsWith('out/') && !name.endsWith('.tmp'))
  return Object.fromEntries(outputs.map(([name, content]) => [name.replace(/\.\d{8}_\d{6}\.bak$/, '.bak'), content]))
}
