import {Worker} from 'node:worker_threads'
import {touchFile} from './touch-file.js'

const everyMs = 30_000
/** A run that is over so soon needs no thread for it. */
const firstAfterMs = 20_000

/** In the thread: a mod that keeps the main thread busy must not make its run look dead to other hosts. See touchFile. */
const thread = `
const {workerData} = require('node:worker_threads')
const {closeSync, openSync, writeSync} = require('node:fs')
setInterval(() => {
  try {
    const file = openSync(workerData.path, 'r+')
    try { writeSync(file, '{', 0) } finally { closeSync(file) }
  } catch {}
}, workerData.everyMs)
`

/** Touches a file, a JSON object, from time to time, also while this thread is busy, until the function it gives is called. */
export function signOfLife(path: string): () => void {
  let worker: Worker | undefined
  const start = setTimeout(() => {
    worker = new Worker(thread, {eval: true, workerData: {path, everyMs}, stdout: false, stderr: false})
    worker.on('error', () => undefined)
    worker.unref()
    void touchFile(path).catch(() => undefined)
  }, firstAfterMs).unref()
  return () => {
    clearTimeout(start)
    void worker?.terminate()
  }
}
