import {execFile, spawn} from 'node:child_process'
import {promisify} from 'node:util'
import {datapyBin, type Ended} from './run-datapy.js'

/** Runs `datapy` where a folder is a disk of its own, of so many megabytes; that disk is gone afterwards. */
export interface SmallDisk {
  /** `rest` is what lay in the folder in the end, one name a line, as `find` tells them. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended & {readonly rest: string}>
}

const mountAndRun = `mount -t tmpfs -o size="$1"m none "$2" || exit 99
folder=$2; fill=$3; shift 3
if [ "$fill" = full ]; then cat /dev/zero > "$folder/ballast" 2>/dev/null; fi
"$@"; code=$?
cd "$folder" && find . -type f ! -name ballast >&3
exit $code`

/** A text says why there can be none: a disk is mounted in a namespace of its own, which not every system allows. */
export async function smallDisk(
  folder: string,
  megabytes: number,
  {full = false}: {readonly full?: boolean} = {},
): Promise<SmallDisk | string> {
  try {
    await promisify(execFile)('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs none "$1"', 'sh', folder])
  } catch (error) {
    return `no disk can be mounted here: ${(error as Error).message}`
  }
  return {
    run(args, env = process.env) {
      const command = ['-Urm', 'sh', '-c', mountAndRun, 'sh', String(megabytes), folder, full ? 'full' : 'empty']
      const child = spawn('unshare', [...command, process.execPath, datapyBin, ...args], {
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      })
      const out = {stdout: '', stderr: '', rest: ''}
      const collect = (stream: NodeJS.ReadableStream | null, name: keyof typeof out) =>
        stream?.setEncoding('utf8').on('data', (text: string) => (out[name] += text))
      collect(child.stdout, 'stdout')
      collect(child.stderr, 'stderr')
      collect(child.stdio[3] as NodeJS.ReadableStream | null, 'rest')
      return new Promise((resolve, reject) => {
        child.on('error', reject).on('close', (code) => {
          resolve({code, ...out})
        })
      })
    },
  }
}
