import {readdir, readFile} from 'node:fs/promises'
import {tempProject, type TempProject} from '../temp-project.js'

const ports = {interface: {output_ports: ['data']}}
const both = {interface: {input_ports: ['data'], output_ports: ['data']}}
const takes = {interface: {input_ports: ['data']}}
const reads = {type: 'object', required: ['data'], properties: {data: {}, file_path: {type: 'string', format: 'output-file'}}}

const mods = {
  makes: {
    ...ports,
    category: 'sources',
    config_schema: {type: 'object', required: ['file_path'], properties: {file_path: {type: 'string', format: 'input-file'}}},
    code: `export async function run({file_path: path}, {data, logger, result}) {
      logger.info('phase reading')
      result.addArtifact('data', (await data.readCsv(path)).data)
      return result.success()
    }`,
  },
  sorts: {
    ...both,
    config_schema: reads,
    code: `export async function run({data: table}, {data, logger, result}) {
      logger.info('phase sql')
      const sorted = await data.sql('SELECT a.n, md5(md5(a.word || b.range)) AS h FROM t a, range(12) b ORDER BY h', {t: table})
      result.addArtifact('data', await sorted.materialise())
      return result.success()
    }`,
  },
  waits: {
    ...both,
    config_schema: reads,
    code: `export async function run({data: table}, {logger, result}) {
      logger.info('phase javascript')
      await new Promise((resolve) => setTimeout(resolve, 300)) // deaf to its signal for so long
      result.addArtifact('data', table)
      return result.success()
    }`,
  },
  writes: {
    ...takes,
    category: 'sinks',
    config_schema: reads,
    code: `export async function run({data: table, file_path: path}, {data, logger, result}) {
      logger.info('phase writing')
      await data.writeCsv(table, path)
      return result.success()
    }`,
  },
}

/** The phases, by what the log says when each begins; the empty one is before all of them. */
export const phases = ['phase reading', 'phase sql', 'phase javascript', 'phase writing'] as const

/** The job: of four steps, the one in JavaScript in a process of its own where that is asked. */
export const jobYaml = (isolate = false) => `mods:
  makes: {_type: makes, file_path: in.csv}
  sorts: {_type: sorts, data: "\${makes.data}"}
  waits: {_type: waits, data: "\${sorts.data}"${isolate ? ', _isolate: true' : ''}}
  writes: {_type: writes, data: "\${waits.data}", file_path: out/out.csv}
`

export interface PhasedProject extends TempProject {
  /** What out/out.csv holds, undefined where it is not there. */
  output(): Promise<string | undefined>
  /** What a run that has ended may not leave behind. */
  left(): Promise<readonly string[]>
}

/** A project with a job of some 1.5 seconds that reads, sorts, waits and writes. */
export async function phasedProject({isolate = false} = {}): Promise<PhasedProject> {
  const project = await tempProject(mods)
  const rows = Array.from({length: 20_000}, (_, n) => `${String(n)},word ${String((n * 7919) % 20_011)}`)
  await project.write('in.csv', `n,word\n${rows.join('\n')}\n`)
  await project.write('job.yaml', jobYaml(isolate))
  return {
    ...project,
    output: () => readFile(project.path('out/out.csv'), 'utf8').catch(() => undefined),
    async left() {
      const names = await readdir(project.folder, {recursive: true})
      return names.filter(
        (name) =>
          !name.startsWith('node_modules') && /\.lock|live\/.|data-[0-9a-f]{8}|hand-over|out\/(?!out\.csv$)|\.tmp/.test(name),
      )
    },
  }
}
