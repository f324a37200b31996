import {spawnSync} from 'node:child_process'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {root} from '../scripts/root.js'
import {writeOrders} from './input/write-orders.js'
import {writeReadings} from './input/write-readings.js'
import {measure} from './measure.js'

/** @typedef {import('./input/write-rows.js').Amount} Amount */
/** @typedef {import('./input/write-rows.js').Input} Input */
/** @typedef {import('./measure.js').Measured} Measured */

/**
 * What takes part in a comparison: how to run it, and the file that it leaves. `missing` says why it cannot be run here;
 * `mostRounds` keeps what is slow from running as often as the rest.
 *
 * @typedef {object} Contender
 * @property {() => Promise<Measured>} run
 * @property {string} [output]
 * @property {string | undefined} [missing]
 * @property {number} [mostRounds]
 */

const datapy = join(root, 'bin/run.js')

/** A folder of its own for everything that a bench writes, with nothing of the user's: no registry, no installed mods. */
export async function makePlace() {
  const folder = await mkdtemp(join(tmpdir(), 'datapy-bench-'))
  const state = join(folder, 'state')
  const dataFolder = join(folder, 'data')
  const ownEnv = {
    PATH: process.env.PATH ?? '',
    DATAPY_DATA_DIR: dataFolder,
    DATAPY_CACHE_DIR: join(folder, 'cache'),
    DATAPY_STATE_DIR: state,
  }
  const env = {...nodeVariables(), ...ownEnv}
  const output = (/** @type {string} */ name) => join(folder, `${name}.out.csv`)

  const runIn = (/** @type {NodeJS.ProcessEnv} */ where) => async (/** @type {readonly string[]} */ args) => {
    const measured = await measure(process.execPath, [datapy, ...args], where)
    await rm(state, {recursive: true, force: true})
    return measured
  }
  const run = runIn(env)
  /** Inputs that were written, by their file. @type {Map<string, Input>} */
  const inputs = new Map()
  /** @type {(name: string, write: typeof writeOrders, amount: Amount) => Promise<Input>} */
  const input = async (name, write, amount) => {
    const file = join(folder, `${name}-${Object.entries(amount).flat().join('-')}.csv`)
    const made = inputs.get(file) ?? (await write(file, amount))
    inputs.set(file, made)
    return made
  }
  return {
    folder,
    dataFolder,
    /** A file of orders, written at its first use. @type {(amount: Amount) => Promise<Input>} */
    orders: (amount) => input('orders', writeOrders, amount),
    /** A file of readings of weather stations, which has ten columns. @type {(amount: Amount) => Promise<Input>} */
    readings: (amount) => input('readings', writeReadings, amount),
    async clearInputs() {
      for (const file of inputs.keys()) await rm(file, {force: true})
      inputs.clear()
    },
    /** Runs DataPy's command. */
    run,
    /** The same, where what runs leave stays from one to the next. @type {(name: string, args: readonly string[]) => Promise<Measured>} */
    runAgain: (name, args) => measure(process.execPath, [datapy, ...args], {...env, DATAPY_STATE_DIR: join(folder, name)}),
    /** The same, and a program, with no variable for Node set, which can change how long Node itself takes to start. */
    plain: {
      run: runIn(ownEnv),
      measure: (/** @type {string} */ program, /** @type {readonly string[]} */ args) => measure(program, args, ownEnv),
    },
    /** Runs a program that is no part of DataPy. @type {(program: string, args: readonly string[]) => Promise<Measured>} */
    measure: (program, args) => measure(program, args, env),
    /**
     * One of the jobs in bench/jobs through `run-job`.
     *
     * @param {string} name
     * @param {string} job
     * @param {string} input
     * @param {{fused?: boolean, flags?: readonly string[]}} [options]
     * @returns {Promise<Contender>}
     */
    async job(name, job, input, {fused = false, flags = []} = {}) {
      const file = join(folder, `${name}.yaml`)
      const text = await readFile(join(root, 'bench/jobs', `${job}.yaml`), 'utf8')
      await writeFile(file, fused ? `materialize: never\n${text}` : text)
      const set = ['--set', `globals.input=${input}`, '--set', `globals.output=${output(name)}`]
      return {run: () => run(['run-job', file, '-q', ...set, ...flags]), output: output(name)}
    },
    /**
     * A script in bench that takes the input and the output.
     *
     * @param {string} name
     * @param {string} script
     * @param {string} input
     * @param {readonly string[]} [flags]
     * @returns {Contender}
     */
    script(name, script, input, flags = []) {
      const args = [join(root, 'bench', script), input, output(name), ...flags]
      return {run: () => measure(process.execPath, args, env), output: output(name)}
    },
    /**
     * A script in bench for pandas, if there is one.
     *
     * @param {string} name
     * @param {string} script
     * @param {string} input
     * @returns {Contender}
     */
    pandas(name, script, input) {
      const isThere = spawnSync('python3', ['-c', 'import pandas'], {env}).status === 0
      const args = [join(root, 'bench', script), input, output(name)]
      return {
        run: () => measure('python3', args, env),
        output: output(name),
        missing: isThere ? undefined : 'no pandas',
      }
    },
    /** Removes what the comparisons wrote. @type {(contenders: Iterable<Contender>) => Promise<void>} */
    async clear(contenders) {
      for (const {output: file} of contenders) if (file !== undefined) await rm(file, {force: true})
    },
    remove: () => rm(folder, {recursive: true, force: true}),
  }
}

/** What is set for Node where the bench runs: it holds for DataPy and for what it is compared with. */
export function nodeVariables() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('NODE_')))
}

/** @typedef {Awaited<ReturnType<typeof makePlace>>} Place */
