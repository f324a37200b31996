// A program that uses the SDK over and over: does its work so many times, and tells after each quarter what it holds. Plain
// JavaScript, run with --expose-gc. Its arguments: the SDK, what to do, how often, the job.
import {readdirSync} from 'node:fs'
import {setTimeout as wait} from 'node:timers/promises'
import {pathToFileURL} from 'node:url'

const [sdk, what, times, job] = process.argv.slice(2)
const {runJob, runMod} = await import(pathToFileURL(sdk).href)
const works = {
  mods: () => runMod('good_source_bare', {n: 1}),
  tables: async () => {
    const {artifacts, status} = await runMod('good_source')
    await artifacts.data.rows()
    return {status}
  },
  jobs: () => runJob(job),
}

async function held() {
  // What ends a turn later, or at a collection, has its chance.
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc()
    await wait(20)
  }
  const {heapUsed, rss} = process.memoryUsage()
  return {
    heap: heapUsed,
    rss,
    handles: process.getActiveResourcesInfo().length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    descriptors: readdirSync('/proc/self/fd').length,
    temp: readdirSync(process.env.TMPDIR).length,
  }
}

const quarters = []
for (let quarter = 0; quarter < 4; quarter += 1) {
  for (let at = 0; at < Number(times) / 4; at += 1) {
    const {status, errors} = await works[what]()
    if (status !== 'success') throw new Error(`${what}: ${status} ${JSON.stringify(errors)}`)
  }
  quarters.push(await held())
}
process.stdout.write(JSON.stringify(quarters))
