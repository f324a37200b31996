import {readFile} from 'node:fs/promises'
import {isAbsolute, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {problem} from '../errors/problem.js'
import {fileFault} from '../errors/file-fault.js'
import {isJsonObject, type JsonObject} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import {isFile} from './find-upward.js'
import {linkFolder} from './link-folder.js'
import {withLock} from './with-lock.js'
import {runNpm, type NpmOptions} from './npm.js'
import {forgetPlugin, notePlugin, readPluginNotes, type PluginNote} from './plugin-notes.js'
import {readPackageJson, resolvePackage, type InstalledPackage} from './resolve-package.js'
import {removeStaged, withStagingFolder, writeProject} from './staging-folder.js'
import {forgetNpm, mendPackageJson, noteNpm, wasCutShort} from './unfinished-npm.js'
import {writeFileAtomically} from './write-file-atomically.js'

const installWaitMs = 10 * 60_000

/** The packages in the data folder, which register-mod shares with oclif's plugins:install. */
export interface ModStore {
  /** Installs a package apart from the others, to be looked at; `look` gets it, and it is removed again. */
  stage<T>(spec: string, look: (installed: InstalledPackage) => Promise<Checked<T>>): Promise<Checked<T>>
  /** Installs a package for good; `undo` brings back what was there before. */
  install(spec: string): Promise<Checked<{undo(): Promise<readonly Problem[]>}>>
  uninstall(name: string): Promise<readonly Problem[]>
  /** Whether a package is here by register-mod, and not by plugins:install. */
  isOurs(name: string): Promise<boolean>
  /** Notes that a package is here by plugins:install or plugins:link. */
  notePlugin(note: PluginNote): Promise<void>
  forgetPlugin(name: string): Promise<void>
}

/**
 * What `work` gives, done with the store of a data folder while no other process installs there. This lock is the
 * store's own: a registry can be written meanwhile.
 */
export async function withModStore<T>(
  folder: string,
  options: Pick<NpmOptions, 'log' | 'signal'>,
  work: (store: ModStore) => Promise<Checked<T>>,
): Promise<Checked<T>> {
  try {
    await makeFolder(folder)
    const mendAndWork = async () => {
      await removeStaged(folder)
      const mended = await mend(folder, options)
      return mended.ok ? await work(openStore(folder, options)) : mended
    }
    return await withLock(join(folder, '.install.lock'), mendAndWork, {waitMs: installWaitMs})
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return {ok: false, problems: [fileFault('registry_unwritable', `cannot install into ${folder}`, error, {path: folder})]}
  }
}

/** Brings node_modules in line with package.json again where an npm was cut short in between. */
async function mend(folder: string, options: Pick<NpmOptions, 'log' | 'signal'>): Promise<Checked<unknown>> {
  if (!(await wasCutShort(folder))) return {ok: true, value: undefined}
  options.log?.(`an installation into ${folder} was cut short: putting it right first`)
  await mendPackageJson(folder)
  return changeWithNpm(['install', '--prefer-offline'], folder, options)
}

/** Runs npm on what is in use, and notes that while it does. */
async function changeWithNpm(args: readonly string[], folder: string, options: Pick<NpmOptions, 'log' | 'signal'>) {
  const changed = await runNpm(args, {...options, folder, started: (pid) => noteNpm(folder, pid)})
  // One that was stopped may have been killed before it had put all back: whoever comes next looks.
  if (options.signal?.aborted !== true) await forgetNpm(folder)
  return changed
}

function openStore(folder: string, options: Pick<NpmOptions, 'log' | 'signal'>): ModStore {
  const npm = (args: readonly string[]) => changeWithNpm(args, folder, options)
  return {
    stage: (spec, look) =>
      withStagingFolder(folder, async (apart) => {
        await writeProject(apart, folder, {'package.json': {private: true}})
        const installed = await runNpm(['install', spec], {...options, folder: apart})
        if (!installed.ok) return installed
        const [name] = Object.keys(dependenciesOf(await readPackageJson(apart)))
        const found = name === undefined ? undefined : await resolvePackage(name, [apart])
        return found === undefined
          ? {ok: false, problems: [problem('npm_failed', `npm installed nothing for ${spec}`)]}
          : await look(found)
      }),
    async install(spec) {
      await makePackageJson(folder)
      const before = await notesIn(folder)
      const linked = isAbsolute(spec) && (await linkFolder(folder, spec))
      const installed = linked ? undefined : await npm(['install', spec, '--save-exact', '--prefer-offline'])
      if (installed?.ok === false) return installed
      return {
        ok: true,
        value: {
          async undo() {
            await before.restore()
            const restored = await npm(['install', '--prefer-offline'])
            return restored.ok ? [] : restored.problems
          },
        },
      }
    },
    async uninstall(name) {
      const removed = await npm(['uninstall', name])
      return removed.ok ? [] : removed.problems
    },
    async isOurs(name) {
      const packageJson = await readPackageJson(folder)
      return (
        Object.hasOwn(dependenciesOf(packageJson), name) && !(await readPluginNotes(folder)).some((note) => note.name === name)
      )
    },
    notePlugin: (note) => notePlugin(folder, note),
    forgetPlugin: (name) => forgetPlugin(folder, name),
  }
}

/** As oclif makes it, so that whichever comes first, plugins:install and register-mod can share it. */
async function makePackageJson(folder: string): Promise<void> {
  const file = join(folder, 'package.json')
  if (await isFile(file)) return
  await writeFileAtomically(
    file,
    JSON.stringify({name: 'datapy', private: true, oclif: {schema: 1, plugins: []}, dependencies: {}}, null, 2),
  )
}

/**
 * What npm notes of the installed packages, so that it can be brought back. Where there was no lock file, the new one
 * stays: it is from there that npm then knows what to remove.
 */
async function notesIn(folder: string): Promise<{restore(): Promise<void>}> {
  const files = ['package.json', 'package-lock.json'].map((name) => join(folder, name))
  const texts = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)))
  return {
    async restore() {
      for (const [index, file] of files.entries()) {
        const text = texts[index]
        if (text !== undefined) await writeFileAtomically(file, text)
      }
    },
  }
}

function dependenciesOf(packageJson: JsonObject | undefined): JsonObject {
  const dependencies = packageJson?.['dependencies']
  return isJsonObject(dependencies) ? dependencies : {}
}
