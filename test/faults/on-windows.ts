import {spawn} from 'node:child_process'
import {mkdir, open, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {nodeBinary} from '../../scripts/node-binary.js'
import {debianProgram} from '../debian-program.js'
import type {Ended} from '../run-datapy.js'

/** DataPy on the Windows that Wine is: the package as it is published, under Node for Windows. */
export interface OnWindows {
  /** Runs `datapy` with the project's folder as its working directory. */
  datapy(...args: string[]): Promise<Ended>
  /** The same through the command file that stands for it there, which must hand on the exit code. */
  byCommandFile(...args: string[]): Promise<Ended>
}

const patienceMs = 300_000

/** A text says why there is none. `folder` gets the packages, `project` is where the commands run. */
export async function onWindows(folder: string, project: string): Promise<OnWindows | string> {
  const wine = await debianProgram(['wine'], 'wine')
  if ('reason' in wine) return wine.reason
  const prefix = join(folder, 'prefix')
  const env = {
    ...process.env,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    DATAPY_DATA_DIR: windowsPath(join(folder, 'data')),
    NODE_SKIP_PLATFORM_CHECK: '1', // Wine calls itself an older Windows than Node 20 wants
  }
  /** What it prints goes through files: Node for Windows takes none of the pipes that Wine hands on. */
  const run = async (program: string, args: readonly string[], cwd: string): Promise<Ended> => {
    const [out, err] = [join(folder, 'stdout'), join(folder, 'stderr')]
    const [stdout, stderr] = await Promise.all([open(out, 'w'), open(err, 'w')])
    const child = spawn(program, args, {cwd, env, timeout: patienceMs, stdio: ['ignore', stdout.fd, stderr.fd]})
    const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
    await Promise.all([stdout.close(), stderr.close()])
    return {code, stdout: await readFile(out, 'utf8'), stderr: await readFile(err, 'utf8')}
  }
  const root = resolve('.')
  const node = await nodeBinary('20', 'win-x64')
  const packed = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], root)
  const flags = ['--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  await writeFile(join(folder, 'package.json'), '{"private": true}')
  const installed = await run('npm', ['install', ...flags, join(folder, packed.stdout.trim())], folder)
  if (installed.code !== 0) return `npm install for Windows failed: ${installed.stderr.slice(0, 300)}`
  await mkdir(prefix, {recursive: true})
  const begun = await run(wine.path, ['wineboot', '--init'], folder)
  if (begun.code !== 0) return `Wine does not start: ${begun.stderr.slice(0, 300)}`
  const bin = join(folder, 'node_modules/datapy/bin/run.js')
  const command = join(folder, 'datapy.cmd')
  await writeFile(command, `@"${windowsPath(node)}" "${windowsPath(bin)}" %*\r\n`)
  return {
    datapy: (...args) => run(wine.path, [node, windowsPath(bin), ...args], project),
    byCommandFile: (...args) => run(wine.path, ['cmd', '/c', windowsPath(command), ...args], project),
  }
}

/** Wine shows the whole file system as the drive Z. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`
}
