import {utimes} from 'node:fs/promises'
import {Worker} from 'node:worker_threads'

const everyMs = 30_000
/** A run that is over so soon needs no thread for it. */
const firstAfterMs = 20_000

/** In the thread: a mod that keeps the main thread busy must not make its run look dead to other hosts. */
const thread = `
const {workerData} = require('node:worker_threads')
const {utimesSync} = require('node:fs')
setInterval(() => {
  const now = new Date()
  try { utimesSync(workerData.path, now, now) } catch {}
}, workerData.everyMs)
`

/** Touches a file from time to time, also while this thread is busy, until the function it gives is called. */
export function signOfLife(path: string): () => void {
  let worker: Worker | undefined
  const start = setTimeout(() => {
    worker = new Worker(thread, {eval: true, workerData: {path, everyMs}, stdout: false, stderr: false})
    worker.on('error', () => undefined)
    worker.unref()
    const now = new Date()
    void utimes(path, now, now).catch(() => undefined)
  }, firstAfterMs).unref()
  return () => {
    clearTimeout(start)
    void worker?.terminate()
  }
}
