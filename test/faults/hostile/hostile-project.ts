import {mkdir} from 'node:fs/promises'
import {tempProject, type TempMod, type TempProject} from '../../temp-project.js'
import {changingMods} from './changing-mods.js'
import {endingMods} from './ending-mods.js'
import type {HostileMod, HostileMods} from './hostile-mod.js'
import {loadingMods} from './loading-mods.js'
import {lyingMods} from './lying-mods.js'
import {talkingMods} from './talking-mods.js'
import {throwingMods} from './throwing-mods.js'

export const hostileMods: HostileMods = {
  ...throwingMods,
  ...lyingMods,
  ...endingMods,
  ...changingMods,
  ...loadingMods,
  ...talkingMods,
}

/** Two mods as mods should be, whose table and file show whether they were harmed. */
const goodMods: Readonly<Record<string, TempMod>> = {
  good_source: {
    category: 'sources',
    interface: {output_ports: ['data'], globals_produced: ['n']},
    code: `export function run(_, {result}) {
      result.addArtifact('data', [{n: 1, name: 'a'}, {n: 2, name: 'b'}])
      result.addGlobal('n', 2)
      return result.success()
    }`,
  },
  good_sink: {
    category: 'sinks',
    interface: {input_ports: ['data'], output_ports: ['data']},
    config_schema: {
      type: 'object',
      required: ['data', 'file_path'],
      properties: {data: {}, n: {type: 'integer'}, file_path: {type: 'string', format: 'output-file'}},
    },
    code: `export async function run({data: table, n, file_path: path}, {data, result}) {
      const doubled = await data.sql('SELECT n * 2 AS n, name FROM t', {t: table})
      await data.writeCsv(doubled, path)
      result.addMetric('n', n)
      result.addArtifact('data', doubled)
      return result.success()
    }`,
  },
}

/** What `good_sink` writes when nothing has harmed it. */
export const goodBytes = 'n,name\n2,a\n4,b\n'

/** A project with hostile mods in its registry, all where none are named, and the two good ones. */
export async function hostileProject(hostile: HostileMods = hostileMods): Promise<TempProject> {
  const mods = Object.entries(hostile).map(([type, mod]) => [type, {code: codeOf(mod), interface: {output_ports: ['data']}}])
  const project = await tempProject({...goodMods, ...(Object.fromEntries(mods) as Record<string, TempMod>)})
  await mkdir(project.path('tmp'))
  for (const [type, mod] of Object.entries(hostile)) {
    if (mod.package === undefined) continue
    const folder = `node_modules/test-mod-${type.replaceAll('_', '-')}`
    await project.write(
      `${folder}/package.json`,
      JSON.stringify({name: folder, version: '1.0.0', exports: './index.js', ...mod.package}),
    )
  }
  return project
}

function codeOf({module, run = ''}: HostileMod): string {
  return (
    module ?? `export async function run(params, context) {\n  const {result, data, logger, signal} = context;\n  ${run}\n}\n`
  )
}
