// npm run bench [-- --size 100mb|1gb]: each line is a ratio against a reference that is named in it and ran in the same
// run, in turns. Whole processes, medians. Files are made in the system's temporary folder and removed.
import {cp, mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {availableParallelism, tmpdir, totalmem} from 'node:os'
import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {parseArgs} from 'node:util'
import {root} from '../scripts/root.js'
import {say} from '../scripts/say.js'
import {setUp} from '../scripts/set-up.js'
import {alternate, measure} from './measure.js'
import {writeOrders} from './write-orders.js'

const mb = 1_000_000
const {values} = parseArgs({
  options: {size: {type: 'string', default: '100mb'}, rounds: {type: 'string'}, only: {type: 'string'}},
})
const sizes = /** @type {Record<string, {bytes: number, rounds: number}>} */ ({
  '10mb': {bytes: 10 * mb, rounds: 3},
  '100mb': {bytes: 100 * mb, rounds: 3},
  '1gb': {bytes: 1000 * mb, rounds: 1},
})
const size = sizes[values.size]
if (size === undefined) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}`)

const datapy = join(root, 'bin/run.js')
await setUp()
const folder = await mkdtemp(join(tmpdir(), 'datapy-bench-'))
/** Nothing of the user's own: no registry, no installed mods, no state. */
const env = {PATH: process.env.PATH ?? '', DATAPY_DATA_DIR: join(folder, 'data'), DATAPY_STATE_DIR: join(folder, 'state')}
try {
  print(
    `node ${process.version}, ${String(availableParallelism())} processors, ${gb(totalmem())} memory; ratios are whole processes, medians`,
  )
  if (values.only !== 'data') await startUp(Number(values.rounds ?? 15))
  if (values.only !== 'start') await csvJob(size.bytes, Number(values.rounds ?? size.rounds))
} finally {
  await rm(folder, {recursive: true, force: true})
}

/** @param {number} rounds */
async function startUp(rounds) {
  say('start-up …')
  const project = join(folder, 'start-up')
  await mkdir(project)
  await cp(join(root, 'bench/nothing-job.yaml'), join(project, 'job.yaml'))
  await writeFile(join(project, 'registry.json'), '{"mods": {}}')
  const registry = ['--registry', join(project, 'registry.json')]
  await measure([datapy, 'register-mod', join(root, 'bench/mod-nothing'), ...registry], env)
  const times = await alternate(
    {
      bare: () => measure(['-e', '0'], env),
      list: () => measure([datapy, 'list-registry', ...registry], env),
      mod: () => measure([datapy, 'run-mod', 'nothing', '--params', join(project, 'job.yaml'), '-q', ...registry], env),
    },
    rounds,
  )
  const line = (/** @type {'list' | 'mod'} */ name) =>
    `${ratio(times[name], times.bare)} of node -e 0 (${ms(times[name])} to ${ms(times.bare)}, peak ${peak(times[name])} to ${peak(times.bare)})`
  print(`list-registry:                 ${line('list')}`)
  print(`run-mod of a do-nothing mod:   ${line('mod')}`)
}

/**
 * @param {number} bytes
 * @param {number} rounds
 */
async function csvJob(bytes, rounds) {
  const input = join(folder, 'orders.csv')
  say(`writing ${gb(bytes)} of orders …`)
  const made = await writeOrders(input, bytes)
  const ours = join(folder, 'ours.csv')
  const byHand = join(folder, 'by-hand.csv')
  await cp(join(root, 'bench/orders-job.yaml'), join(folder, 'job.yaml'))
  const set = ['--set', `globals.input=${input}`, '--set', `globals.output=${ours}`]
  say('three-mod job …')
  const times = await alternate(
    {
      ours: async () => {
        const measured = await measure([datapy, 'run-job', join(folder, 'job.yaml'), '-q', ...set], env)
        await rm(join(folder, 'state'), {recursive: true, force: true})
        return measured
      },
      byHand: () => measure([join(root, 'bench/by-hand.js'), input, byHand], env),
    },
    rounds,
  )
  const what = `three-mod CSV job, ${gb(made.bytes)}, ${String(made.rows)} rows`
  const speed = (/** @type {{seconds: number}} */ {seconds}) =>
    `${seconds.toFixed(2)} s, ${(made.bytes / mb / seconds).toFixed(0)} MB/s`
  print(
    `${what}: ${ratio(times.ours, times.byHand)} of the same by hand on @duckdb/node-api (${speed(times.ours)} to ${speed(times.byHand)})`,
  )
  print(`  peak memory: ${peak(times.ours)} to ${peak(times.byHand)} by hand${overLimit(times.ours.peakBytes)}`)
  const same = (await hash(ours)) === (await hash(byHand))
  print(
    `  output: ${gb((await stat(ours)).size)}, ${same ? 'the same bytes as by hand' : `NOT the bytes of by hand: ${await firstDifference(ours, byHand)}`}`,
  )
}

/** @param {number | undefined} bytes */
function overLimit(bytes) {
  if (bytes === undefined) return ''
  return bytes < 1000 * mb ? ', below the limit of 1 GB' : ', OVER the limit of 1 GB'
}

/** @param {string} file */
async function hash(file) {
  const sum = createHash('sha256')
  await pipeline(createReadStream(file), sum)
  return sum.digest('hex')
}

/**
 * @param {string} one
 * @param {string} other
 */
async function firstDifference(one, other) {
  const [ours, theirs] = await Promise.all([one, other].map(async (file) => (await readFile(file, 'utf8')).split('\n')))
  const index = ours?.findIndex((line, at) => line !== theirs?.[at]) ?? 0
  return `line ${String(index + 1)} is ${String(ours?.[index])}, by hand ${String(theirs?.[index])}`
}

/**
 * @param {{seconds: number}} one
 * @param {{seconds: number}} reference
 */
function ratio(one, reference) {
  return `${(one.seconds / reference.seconds).toFixed(2)} times the time`
}

/** @param {{seconds: number}} measured */
function ms({seconds}) {
  return `${(seconds * 1000).toFixed(0)} ms`
}

/** @param {{peakBytes: number | undefined}} measured */
function peak({peakBytes}) {
  return peakBytes === undefined ? 'skipped (no /proc)' : gb(peakBytes)
}

/** @param {number} bytes */
function gb(bytes) {
  return bytes >= 1000 * mb ? `${(bytes / 1000 / mb).toFixed(2)} GB` : `${(bytes / mb).toFixed(0)} MB`
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
