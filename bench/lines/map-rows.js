import {cp} from 'node:fs/promises'
import {join} from 'node:path'
import {root} from '../../scripts/root.js'

const work = 'map each row in JavaScript'
const against = 'csv-parse, the same function'

/** A mod in JavaScript, in batches. @type {import('../compare.js').Group} */
export const mapRows = {
  name: 'map',
  sizes: ['10mb', '100mb'],
  lines: [
    {name: 'map-default', work, against, ours: 'asIs', reference: 'csvParse', reach: {'100mb': 0.6}},
    {name: 'map-fused', work: `${work}, materialize: never`, against, ours: 'fused', reference: 'csvParse'},
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.orders({rows: size.rows})
    const registry = join(place.folder, 'map-registry.json')
    await cp(join(root, 'registry.json'), registry)
    await place.run(['register-mod', join(root, 'bench/mods/map-rows'), '--registry', registry])
    const flags = ['--registry', registry]
    return {
      rows,
      bytes,
      contenders: {
        asIs: await place.job('default', 'map', file, {flags}),
        csvParse: {...place.script('csv-parse', 'peers/map-rows.js', file), mostRounds: 3},
        fused: await place.job('fused', 'map', file, {fused: true, flags}),
      },
    }
  },
}
