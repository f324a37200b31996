import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {readdir, readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {promisify} from 'node:util'
import {gunzipSync} from 'node:zlib'
import {tempFolder, write} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {cell} from './cell.js'
import {onWindows, windowsPath} from './on-windows.js'

const job = `mods:
  read: {_type: csv_reader, file_path: in.csv, on_bad_row: collect}
  clean: {_type: data_cleaner, data: "\${read.data}", drop_duplicates: [id]}
  text: {_type: csv_writer, data: "\${clean.data}", file_path: out/text.csv, if_exists: backup}
  old: {_type: csv_writer, data: "\${clean.data}", file_path: out/old.csv, line_ending: "\\r\\n", encoding: windows-1252}
  lines: {_type: json_writer, data: "\${clean.data}", file_path: out/lines.ndjson}
  new: {_type: json_writer, data: "\${clean.data}", file_path: out/new.json.gz, if_exists: error}
  table: {_type: parquet_writer, data: "\${clean.data}", file_path: out/table.parquet}
`
const input = 'id,name\n1,Ada\n1,Ada\n2,"Zoë, Grace"\n3\n'

const mod = `export async function run(params, {result}) {
  if (params.spin) for (;;);
  process.stdout.write('not into the answer')
  result.addArtifact('data', [{a: 1}])
  return result.success()
}`

describe('Platforms', () => {
  cell(
    'Windows, as Wine has it: jobs, mods, processes of their own, exit codes',
    async (tally) => {
      const folder = await tempFolder()
      try {
        const project = `${folder.path}/project`
        await write(`${project}/in.csv`, input)
        await write(`${project}/job.yaml`, job)
        const windows = await onWindows(folder.path, project)
        if (typeof windows === 'string') return tally.skip(windows)
        const {datapy, byCommandFile} = windows
        const here = `${folder.path}/here`

        await tally.try('a job leaves the same bytes as here', async () => {
          const there = await datapy('run-job', 'job.yaml', '--json')
          expect(there.code, there.stderr).to.equal(0)
          expect((JSON.parse(there.stdout) as {status: string}).status).to.equal('success')
          await write(`${here}/in.csv`, input)
          await write(`${here}/job.yaml`, job)
          const run = await runDatapy(['run-job', `${here}/job.yaml`, '--registry', resolve('registry.json')])
          expect(run.code, run.stderr).to.equal(0)
          expect((await readdir(`${project}/out`)).toSorted()).to.deep.equal((await readdir(`${here}/out`)).toSorted())
          for (const name of await readdir(`${here}/out`))
            expect(await content(`${project}/out/${name}`), name).to.equal(await content(`${here}/out/${name}`))
        })
        await tally.try('the same again takes all over', async () => {
          const {code, stderr, stdout} = await datapy('run-job', 'job.yaml')
          expect(code, stderr).to.equal(0)
          expect(stdout.match(/reused/g)).to.have.length(7)
        })
        await tally.try('a wrong parameter, through the command file', async () => {
          const {code, stderr} = await byCommandFile('run-job', 'job.yaml', '--set', 'read.delimeter=x')
          expect(stderr).to.include('did you mean "delimiter"?')
          expect(code).to.equal(20)
        })
        await tally.try('a mod from a tarball, in a process of its own', async () => {
          await write(`${folder.path}/mod/index.js`, mod)
          await write(`${folder.path}/mod/package.json`, JSON.stringify(packageJson))
          await runNpmPack(`${folder.path}/mod`, folder.path)
          const registered = await datapy('register-mod', windowsPath(`${folder.path}/mod-odd-1.0.0.tgz`))
          expect(registered.code, registered.stderr).to.equal(0)
          await write(`${project}/odd.yaml`, 'mods: {odd: {_type: odd, _isolate: true, spin: false}}\n')
          const {code, stdout, stderr} = await datapy('run-job', 'odd.yaml', '--json')
          expect(code, stderr).to.equal(0)
          expect((JSON.parse(stdout) as {status: string}).status).to.equal('success')
        })
        await tally.try('a mod that spins is ended at its timeout', async () => {
          await write(`${project}/spin.yaml`, 'mods: {odd: {_type: odd, _timeout: 20s, spin: true}}\n')
          expect((await datapy('run-job', 'spin.yaml')).code).to.equal(40)
        })
        await tally.try('validate-registry and doctor', async () => {
          expect((await datapy('validate-registry')).code).to.equal(0)
          expect((await datapy('doctor')).code).to.be.oneOf([0, 10])
        })
      } finally {
        await folder.remove()
      }
    },
    {quick: false},
  )
})

/** What gzip packed is unpacked: its head tells of the system. */
async function content(file: string): Promise<string> {
  const bytes = await readFile(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
}

const packageJson = {
  name: 'mod-odd',
  version: '1.0.0',
  description: 'an odd mod',
  author: 'tests',
  type: 'module',
  exports: './index.js',
  oclif: {},
  datapy: {
    metadata: {type: 'odd', category: 'sources'},
    interface: {output_ports: ['data']},
    config_schema: {type: 'object', properties: {spin: {type: 'boolean'}}},
  },
}

async function runNpmPack(from: string, to: string): Promise<void> {
  await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', to], {cwd: from})
}
