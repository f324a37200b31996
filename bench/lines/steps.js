import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {root} from '../../scripts/root.js'

const count = 1000
const one = {against: 'of one step', reference: 'one'}

/** What a step costs that does nothing, and what one costs that is taken over. @type {import('../compare.js').Group} */
export const steps = {
  name: 'steps',
  sizes: ['10mb', '100mb'],
  rounds: 5,
  lines: [
    {name: 'thousand-steps', work: 'a job of 1,000 steps that do nothing', ...one, ours: 'thousand', reachMore: count * 0.002},
    {name: 'thousand-again', work: 'the same again: all is taken over', ...one, ours: 'again', reachMore: 1},
  ],
  async prepare({folder, run, runAgain}) {
    const registry = join(folder, 'registry-of-steps.json')
    await writeFile(registry, '{"mods": {}}')
    await run(['register-mod', join(root, 'bench/mods/nothing'), '--registry', registry, '--force'])
    await writeFile(join(folder, 'any.txt'), 'any')
    const jobOf = async (/** @type {number} */ steps) => {
      const file = join(folder, `steps-${String(steps)}.yaml`)
      const mods = Array.from({length: steps}, (_, index) => `  s${String(index)}: {_type: nothing, file: any.txt}\n`)
      await writeFile(file, `mods:\n${mods.join('')}`)
      return ['run-job', file, '-q', '--registry', registry]
    }
    const [thousand, single] = [await jobOf(count), await jobOf(1)]
    const contenders = {
      thousand: {run: () => run(thousand)},
      again: {run: () => runAgain('again', thousand)},
      one: {run: () => run(single)},
    }
    // What is kept from one process to the next is made by the first, as is what the run again takes over.
    for (const contender of Object.values(contenders)) await contender.run()
    return {contenders}
  },
}
