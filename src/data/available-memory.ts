import {readFile} from 'node:fs/promises'
import {totalmem} from 'node:os'
import {join} from 'node:path'
import {constrainedMemory} from 'node:process'

/** How many bytes of memory this process may take at most: what the machine has, or less where its container is limited. */
export async function availableMemory(): Promise<number> {
  const seenByNode = constrainedMemory() || Infinity
  return Math.min(totalmem(), seenByNode, await cgroupMemory('/'))
}

/**
 * The memory limit of this process's cgroup, in bytes; Infinity where there is none. A limit may stand at any group above
 * as well, such as that of a pod or a slice, which Node does not look at. `root` is where /proc and /sys are.
 */
export async function cgroupMemory(root: string): Promise<number> {
  const groups = (await textOf(join(root, 'proc/self/cgroup'))).split('\n').map((line) => line.split(':'))
  const limits = groups.map(async ([, controllers, ...path]) => {
    const group = path.join(':')
    if (controllers === '') return await limitOfVersion2(join(root, 'sys/fs/cgroup'), group)
    return controllers?.split(',').includes('memory') === true
      ? await limitOfVersion1(join(root, 'sys/fs/cgroup/memory'), group)
      : Infinity
  })
  return Math.min(Infinity, ...(await Promise.all(limits)))
}

/** memory.max of a group and of all above it (docs.kernel.org/admin-guide/cgroup-v2.html). */
async function limitOfVersion2(root: string, group: string): Promise<number> {
  const names = group.split('/').filter((name) => name !== '')
  const folders = [root, ...names.map((_, index) => join(root, ...names.slice(0, index + 1)))]
  const limits = await Promise.all(folders.map(async (folder) => bytesIn(await textOf(join(folder, 'memory.max')))))
  return Math.min(...limits)
}

/** hierarchical_memory_limit counts the groups above; in a container the path may be the host's, and the root the group itself. */
async function limitOfVersion1(root: string, group: string): Promise<number> {
  const own = await textOf(join(root, group, 'memory.stat'))
  const stat = own === '' ? await textOf(join(root, 'memory.stat')) : own
  return bytesIn(/^hierarchical_memory_limit (\d+)$/m.exec(stat)?.[1] ?? '')
}

function bytesIn(text: string): number {
  const bytes = text.trim() === '' ? NaN : Number(text)
  return Number.isNaN(bytes) ? Infinity : bytes
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '')
}
