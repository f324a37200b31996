import {readFile, rm} from 'node:fs/promises'
import {runDatapy, type Ended} from '../run-datapy.js'
import {tempProject, type TempMod, type TempProject} from '../temp-project.js'

const file = {type: 'string', format: 'input-file'}

/** Mods in whose middle something happens to what is around a run: `act` is a line for a shell, in the project's folder. */
const mods: Readonly<Record<string, TempMod>> = {
  acts: {
    config_schema: {type: 'object', required: ['act', 'folder'], properties: {act: {type: 'string'}, folder: {type: 'string'}}},
    code: `import {execFileSync} from 'node:child_process'
      export function run({act, folder}, {result}) { execFileSync('sh', ['-c', act], {cwd: folder}); return result.success() }`,
  },
  reads_slowly: {
    category: 'sources',
    interface: {output_ports: ['data']},
    config_schema: {
      type: 'object',
      required: ['act', 'folder', 'file_path'],
      properties: {act: {type: 'string'}, folder: {type: 'string'}, file_path: file},
    },
    code: `import {execFileSync} from 'node:child_process'
      import {open} from 'node:fs/promises'
      export async function run({act, folder, file_path: path}, {result}) {
        const handle = await open(path)
        const {buffer} = await handle.read(Buffer.alloc(12), 0, 12, null)
        execFileSync('sh', ['-c', act], {cwd: folder})
        const text = buffer.toString() + (await handle.readFile('utf8'))
        await handle.close()
        const [, ...lines] = text.trim().split('\\n')
        result.addArtifact('data', lines.map((line) => ({id: line.split(',')[0], name: line.split(',')[1]})))
        return result.success()
      }`,
  },
}

export interface ActingProject extends TempProject {
  /** Brings back what is there in the beginning, and runs the job that is given. */
  runAnew(job: string, more?: readonly string[]): Promise<Ended>
  /** Runs the job that is there, with what is there. */
  run(more?: readonly string[]): Promise<Ended>
  /** What the job has written; undefined where there is no such file. */
  output(): Promise<string | undefined>
  /** A step with these keys in which `act` happens. */
  step(keys: string, act: string): string
}

export const rows = 'id,name\n1,Ann\n2,Bob\n3,Cid\n'

/** A project with an input and its own registry, in which the built-in mods are those that ship. */
export async function actingProject(): Promise<ActingProject> {
  const project = await tempProject(mods)
  const shipped = JSON.parse(await readFile(new URL('../../registry.json', import.meta.url), 'utf8')) as {mods: object}
  const own = JSON.parse(await readFile(project.path('registry.json'), 'utf8')) as {mods: object}
  const registry = JSON.stringify({...own, mods: {...shipped.mods, ...own.mods}})
  const run = (more: readonly string[] = []) =>
    runDatapy(['run-job', project.path('job.yaml'), '--json', ...more], {cwd: project.folder})
  return {
    ...project,
    run,
    async runAnew(job, more) {
      for (const name of ['out', '.datapy', 'logs', 'in.csv']) await rm(project.path(name), {recursive: true, force: true})
      await project.write('in.csv', rows)
      await project.write('job.yaml', job)
      await project.write('registry.json', registry)
      return await run(more)
    },
    output: () => readFile(project.path('out/out.csv'), 'utf8').catch(() => undefined),
    step: (keys, act) => `{${keys}, folder: ${JSON.stringify(project.folder)}, act: ${JSON.stringify(act)}}`,
  }
}
