import {orders} from '../by-hand/orders.js'

const work = 'clean orders'
const byHand = 'DuckDB by hand'

/** Three mods that clean orders. @type {import('../compare.js').Group} */
export const clean = {
  name: 'clean',
  sizes: ['10mb', '100mb', '1gb'],
  relation: orders,
  lines: [
    {
      name: 'fused',
      work: `${work}, materialize: never`,
      against: byHand,
      ours: 'fused',
      reference: 'byHand',
      reach: {'100mb': 1.3, '1gb': 1.15},
    },
    {name: 'default', work, against: byHand, ours: 'asIs', reference: 'byHand', reach: {'1gb': 1.7}},
    {
      name: 'checkpoints',
      work: `${work}, each table kept`,
      against: 'the same, materialize: never',
      ours: 'asIs',
      reference: 'fused',
      reach: {'1gb': 2.2},
    },
    {
      name: 'pandas',
      work: `${work}, materialize: never`,
      against: 'pandas',
      ours: 'fused',
      reference: 'pandas',
      reach: {'100mb': 0.25, '1gb': 0.25},
    },
    {
      name: 'csv-parse',
      work: `${work}, materialize: never`,
      against: 'csv-parse, csv-stringify',
      ours: 'fused',
      reference: 'csvParse',
      reach: {'100mb': 0.3, '1gb': 0.3},
    },
    {
      name: 'csv-parse-arrays',
      work: `${work}, materialize: never`,
      against: 'the same, with rows as arrays',
      ours: 'fused',
      reference: 'arrays',
    },
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.orders({bytes: size.bytes})
    const seldom = {mostRounds: size.bytes < 1e9 ? 3 : 1}
    return {
      rows,
      bytes,
      contenders: {
        fused: await place.job('fused', 'clean', file, {fused: true}),
        byHand: place.script('by-hand', 'by-hand/clean.js', file),
        asIs: await place.job('default', 'clean', file),
        pandas: {...place.pandas('pandas', 'peers/clean.py', file), ...seldom},
        csvParse: {...place.script('csv-parse', 'peers/clean.js', file), ...seldom},
        arrays: {...place.script('csv-parse-arrays', 'peers/clean.js', file, ['--arrays']), ...seldom},
      },
    }
  },
}
