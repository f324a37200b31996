import {Worker} from 'node:worker_threads'

const everyMs = 500

/** In the thread: once another process has the parent's place, all of this one's group is ended, whatever it does. */
const thread = `
const {workerData} = require('node:worker_threads')
setInterval(() => {
  if (process.ppid === workerData) return
  try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
}, ${String(everyMs)})
`

/** Ends this process and its group soon after its parent, the process `parent`, has gone, also while this thread is busy. */
export function endWithParent(parent: number): void {
  // Flags of this process, such as --input-type=module, would make another kind of code of it.
  const worker = new Worker(thread, {eval: true, execArgv: [], workerData: parent, stdout: false, stderr: false})
  worker.on('error', () => undefined)
  worker.unref()
}
