import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {datapyBin, type Ended} from './run-datapy.js'

/** Runs `datapy` where some folders cannot be written, not even by root. */
export type ReadOnly = (
  folders: readonly string[],
  args: readonly string[],
  options: {readonly cwd: string; readonly env: NodeJS.ProcessEnv},
) => Promise<Ended>

const mountAndRun = `while [ "$1" != -- ]; do
  mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
  shift
done
shift; cd "$1" || exit 98; shift
exec "$@"`

/** A text says why there can be none: folders are mounted in a namespace of its own, which not every system allows. */
export async function readOnly(folder: string): Promise<ReadOnly | string> {
  const run = (command: readonly string[], folders: readonly string[], cwd: string, env: NodeJS.ProcessEnv) =>
    promisify(execFile)('unshare', ['-Urm', 'sh', '-c', mountAndRun, 'sh', ...folders, '--', cwd, ...command], {env})
  try {
    await run(['true'], [folder], '/', process.env)
  } catch (error) {
    return `no folder can be mounted here: ${(error as Error).message}`
  }
  return async (folders, args, {cwd, env}) => {
    try {
      return {code: 0, ...(await run([process.execPath, datapyBin, ...args], folders, cwd, env))}
    } catch (error) {
      const {code, stdout, stderr} = error as Ended
      return {code, stdout, stderr}
    }
  }
}
