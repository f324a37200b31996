import {cp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {root} from '../../scripts/root.js'
import {writeMods} from '../input/write-mods.js'

const bare = {against: 'node -e 0', reference: 'bare'}
/** @param {number} most */
const everywhere = (most) => ({'10mb': most, '100mb': most})

/** DataPy looks at an index only of a registry that has not changed for two seconds. */
const settledMs = 2500

/** The way to a mod that does nothing. @type {import('../compare.js').Group} */
export const startUp = {
  name: 'start-up',
  sizes: ['10mb', '100mb'],
  rounds: 15,
  lines: [
    {name: 'version', work: '--version', ...bare, ours: 'version', reach: everywhere(1.6)},
    {name: 'list-registry', work: 'list-registry', ...bare, ours: 'list', reach: everywhere(1.6)},
    {name: 'mod-info', work: 'mod-info csv_reader', ...bare, ours: 'info', reach: everywhere(1.6)},
    {name: 'run-mod', work: 'run-mod of a mod that does nothing', ...bare, ours: 'mod', reach: everywhere(1.9)},
    ...['--version', 'list-registry', 'mod-info csv_reader', 'run-mod of a mod that does nothing'].map((work, index) => ({
      name: `plain-${String(index)}`,
      work: `${work}, nothing set for Node`,
      against: 'node -e 0, likewise',
      ours: `plain${String(index)}`,
      reference: 'plainBare',
    })),
    {
      name: 'many-mods',
      work: 'the same, 300 mods installed and registered',
      against: 'with 3',
      ours: 'with300',
      reference: 'with3',
      reach: everywhere(1.05),
    },
    {
      name: 'large-registry',
      work: 'mod-info in a registry of 10,000 entries',
      against: 'of 10',
      ours: 'infoOf10000',
      reference: 'infoOf10',
      reach: everywhere(1.5),
    },
    {
      name: 'in-process',
      work: 'runMod of a mod that does nothing, each',
      against: 'an await of setImmediate',
      ours: 'calls',
      reference: 'turns',
      secondsOf: ({stdout}) => Number(stdout),
      reachSeconds: 0.0001,
    },
  ],
  async prepare({folder, run, measure, plain, dataFolder}) {
    const job = join(folder, 'nothing.yaml')
    await cp(join(root, 'bench/jobs/nothing.yaml'), job)
    const registries = new Map()
    for (const mods of [3, 10, 300, 10_000]) {
      const registry = join(folder, `registry-of-${String(mods)}.json`)
      await writeFile(registry, '{"mods": {}}')
      await run(['register-mod', join(root, 'bench/mods/nothing'), '--registry', registry, '--force'])
      await writeMods({registry, count: mods, dataFolder, installed: mods <= 300})
      registries.set(mods, registry)
    }
    const runMod = (/** @type {number} */ mods) => () =>
      run(['run-mod', 'nothing', '--params', job, '-q', '--registry', registries.get(mods)])
    const modInfo = (/** @type {number} */ mods) => () => run(['mod-info', 'csv_reader', '--registry', registries.get(mods)])
    const each = (/** @type {string} */ what) => () =>
      measure(process.execPath, [join(root, 'bench/peers/each-call.js'), what, registries.get(3)])
    const contenders = {
      bare: {run: () => measure(process.execPath, ['-e', '0'])},
      version: {run: () => run(['--version'])},
      list: {run: () => run(['list-registry'])},
      info: {run: () => run(['mod-info', 'csv_reader'])},
      mod: {run: runMod(3)},
      plainBare: {run: () => plain.measure(process.execPath, ['-e', '0'])},
      plain0: {run: () => plain.run(['--version'])},
      plain1: {run: () => plain.run(['list-registry'])},
      plain2: {run: () => plain.run(['mod-info', 'csv_reader'])},
      plain3: {run: () => plain.run(['run-mod', 'nothing', '--params', job, '-q', '--registry', registries.get(3)])},
      with3: {run: runMod(3)},
      with300: {run: runMod(300)},
      infoOf10: {run: modInfo(10)},
      infoOf10000: {run: modInfo(10_000)},
      calls: {run: each('runMod'), mostRounds: 3},
      turns: {run: each('setImmediate'), mostRounds: 3},
    }
    await sleep(settledMs)
    // What is kept from one process to the next is made by the first.
    for (const contender of Object.values(contenders)) await contender.run()
    return {contenders}
  },
}
