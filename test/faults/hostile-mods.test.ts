import {readdir, readFile} from 'node:fs/promises'
import {goodBytes, hostileMods, hostileProject} from './hostile/hostile-project.js'
import {broken, runHostile, type Way} from './hostile/run-hostile.js'
import {cell, share, type Tally} from './cell.js'

/** Every so many of the mods, in `npm test`; each way takes others. */
const every = share(23, 1)
const atOnce = 2

/** Runs mods in one way: each with an honest result, within its time, and with good steps before and after it. */
async function tryAll(tally: Tally, way: Way, offset: number): Promise<void> {
  const project = await hostileProject()
  try {
    const types = Object.entries(hostileMods)
      .filter(([, mod]) => (way === 'apart' ? (mod.apart ?? mod.here) : mod.here) !== undefined)
      .map(([type]) => type)
      .filter((_, index) => (index + offset) % every === 0)
    const work = async () => {
      for (let type = types.pop(); type !== undefined; type = types.pop()) {
        const one = type
        await tally.try(`${one}, ${way}`, async () => {
          const faults = broken(one, way, await runHostile(project, one, way))
          if (faults.length > 0) throw new Error(faults.join('; '))
        })
      }
    }
    await Promise.all(Array.from({length: atOnce}, work))
    // Read again at the end: nothing that a mod left running has reached what was written before.
    for (const name of await readdir(project.folder, {recursive: true}))
      if (/^[^/]+\/(before|after)\.csv$/.test(name) && !name.startsWith('node_modules'))
        if ((await readFile(project.path(name), 'utf8')) !== goodBytes) tally.lost(name)
  } finally {
    await project.remove()
  }
}

describe('Hostile mods', () => {
  cell('hostile mods in the middle of a job, in its process', (tally) => tryAll(tally, 'job', 0))
  cell('hostile mods in the middle of a job, in a process of their own', (tally) => tryAll(tally, 'apart', 5))
  cell('hostile mods by run-mod', (tally) => tryAll(tally, 'run-mod', 11))
  cell('hostile mods by runMod in a script', (tally) => tryAll(tally, 'script', 17))
})
