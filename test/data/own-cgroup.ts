import {randomBytes} from 'node:crypto'
import {mkdir, readFile, rmdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

/** A group of processes with a memory limit, and one within it without. */
export interface Cgroup {
  readonly path: string
  readonly inner: string
}

/** Makes a real cgroup below that of this process; a text says why it cannot, as an ordinary user in most places. */
export async function ownCgroup(limit: string): Promise<Cgroup | string> {
  const groups = await readFile('/proc/self/cgroup', 'utf8').catch(() => '')
  const version1 = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1]
  const version2 = /^0::(.*)$/m.exec(groups)?.[1]
  const parent = version1 === undefined ? join('/sys/fs/cgroup', version2 ?? '') : join('/sys/fs/cgroup/memory', version1)
  const path = join(parent, `datapy-test-${randomBytes(4).toString('hex')}`)
  const inner = join(path, 'inner')
  try {
    await mkdir(path)
    await mkdir(inner)
    await writeFile(join(path, version1 === undefined ? 'memory.max' : 'memory.limit_in_bytes'), limit)
    return {path, inner}
  } catch (error) {
    for (const made of [inner, path]) await rmdir(made).catch(() => undefined)
    return `no cgroup can be made below ${parent}: ${(error as Error).message}`
  }
}
