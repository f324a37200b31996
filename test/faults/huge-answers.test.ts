import {readdir, stat} from 'node:fs/promises'
import {cell, share, type Tally} from './cell.js'
import {hostileProject} from './hostile/hostile-project.js'
import {hugeMods} from './hostile/huge-mods.js'
import {broken, runHostile, type Way} from './hostile/run-hostile.js'

const mib = 2 ** 20
/** A text can have a little less than 512 MiB in JavaScript, and a line of it, which is longer, must be one too. */
const mods = hugeMods({letters: share(64 * mib, 2 ** 29 - 1000), things: share(100_000, 1_000_000), levels: 100_000})
/** Every so many of the mods, in `npm test`; each way takes others. */
const every = share(8, 1)
/** A document is for reports, and is read whole by whoever looks at a run. */
const mostDocument = 64 * mib

/** Runs mods that give very much: each with an honest result, and with good steps before and after it. */
async function tryAll(tally: Tally, way: Way, offset: number): Promise<void> {
  const project = await hostileProject(mods)
  try {
    for (const type of Object.keys(mods).filter((_, index) => (index + offset) % every === 0))
      await tally.try(`${type}, ${way}`, async () => {
        const run = await runHostile(project, type, way, {mods, mostSeconds: 300})
        const faults = [...broken(type, way, run, mods)]
        if (run.stdout.length > mostDocument) faults.push(`an answer of ${String(run.stdout.length)} characters`)
        if (!run.stdout.includes('hostile')) faults.push('the answer does not name the mod')
        for (const name of await readdir(project.path(`state/${type}-${way}`), {recursive: true})) {
          const {size} = await stat(project.path(`state/${type}-${way}/${name}`))
          if (/\.jsonl?$/.test(name) && size > mostDocument) faults.push(`${name} has ${String(size)} bytes`)
        }
        if (faults.length > 0) throw new Error(faults.join('; '))
      })
  } finally {
    await project.remove()
  }
}

describe('Hostile mods', () => {
  cell('more than a result is for, in the middle of a job', (tally) => tryAll(tally, 'job', 0))
  cell('more than a result is for, from a process of its own', (tally) => tryAll(tally, 'apart', 3))
  cell('more than a result is for, by run-mod', (tally) => tryAll(tally, 'run-mod', 5))
})
