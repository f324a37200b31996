import {cp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {root} from '../../scripts/root.js'

/** The way to a mod that does nothing. @type {import('../compare.js').Group} */
export const startUp = {
  name: 'start-up',
  sizes: ['10mb', '100mb'],
  rounds: 15,
  lines: [
    {name: 'list-registry', work: 'list-registry', against: 'node -e 0', ours: 'list', reference: 'bare'},
    {name: 'run-mod', work: 'run-mod of a mod that does nothing', against: 'node -e 0', ours: 'mod', reference: 'bare'},
  ],
  async prepare({folder, run, measure}) {
    const [job, registry] = [join(folder, 'nothing.yaml'), join(folder, 'nothing-registry.json')]
    await cp(join(root, 'bench/jobs/nothing.yaml'), job)
    await writeFile(registry, '{"mods": {}}')
    await run(['register-mod', join(root, 'bench/mods/nothing'), '--registry', registry])
    return {
      contenders: {
        bare: {run: () => measure(process.execPath, ['-e', '0'])},
        list: {run: () => run(['list-registry', '--registry', registry])},
        mod: {run: () => run(['run-mod', 'nothing', '--params', job, '-q', '--registry', registry])},
      },
    }
  },
}
