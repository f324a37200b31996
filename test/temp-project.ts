import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {ModInterface} from '../src/model/registry.js'

export interface TempMod {
  /** Source of the package's only file, plain JavaScript. */
  readonly code: string
  readonly category?: string
  readonly interface?: Partial<ModInterface>
  readonly config_schema?: object
}

export interface TempProject {
  readonly folder: string
  path(name: string): string
  write(name: string, content: string): Promise<string>
  remove(): Promise<void>
}

/** A project in a temporary folder, with a registry of its own whose mods are real packages in its node_modules. */
export async function tempProject(mods: Readonly<Record<string, TempMod>>): Promise<TempProject> {
  const folder = await mkdtemp(join(tmpdir(), 'datapy-project-'))
  const project: TempProject = {
    folder,
    path: (name) => join(folder, name),
    async write(name, content) {
      const file = join(folder, name)
      await mkdir(dirname(file), {recursive: true})
      await writeFile(file, content)
      return file
    },
    remove: () => rm(folder, {recursive: true, force: true}),
  }
  const entries: Record<string, unknown> = {}
  for (const [type, mod] of Object.entries(mods)) {
    const name = `test-mod-${type.replaceAll('_', '-')}`
    const ports = {input_ports: [], output_ports: [], globals_produced: [], globals_consumed: [], ...mod.interface}
    const schema = mod.config_schema ?? {type: 'object', properties: {}, additionalProperties: true}
    const datapy = {metadata: {type, category: mod.category ?? 'transformers'}, interface: ports, config_schema: schema}
    const manifest = {
      name,
      version: '1.0.0',
      type: 'module',
      description: 'a test mod',
      author: 'tests',
      exports: {'.': './index.js', './package.json': './package.json'},
      oclif: {},
      datapy,
    }
    await project.write(`node_modules/${name}/package.json`, JSON.stringify(manifest))
    await project.write(`node_modules/${name}/index.js`, mod.code)
    entries[type] = {
      module_path: name,
      metadata: {type, version: '1.0.0', description: 'a test mod', category: mod.category ?? 'transformers', author: 'tests'},
      interface: ports,
      dependencies: {packages: [], node_version: '>=20.19'},
      config_schema: schema,
      source: 'local',
    }
  }
  const metadata = {version: '1.0.0', created: '2024-01-01', last_updated: '2024-01-01', description: 'tests'}
  await project.write('registry.json', JSON.stringify({_metadata: metadata, mods: entries}))
  return project
}
