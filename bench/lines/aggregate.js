const work = 'aggregate to 100 groups'
const against = 'DuckDB by hand'

/** Orders to 100 groups. @type {import('../compare.js').Group} */
export const aggregate = {
  name: 'aggregate',
  sizes: ['10mb', '100mb', '1gb'],
  lines: [
    {
      name: 'aggregate-fused',
      work: `${work}, materialize: never`,
      against,
      ours: 'fused',
      reference: 'byHand',
      reach: {'1gb': 1.2},
    },
    {name: 'aggregate-default', work, against, ours: 'asIs', reference: 'byHand'},
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.orders({bytes: size.bytes})
    return {
      rows,
      bytes,
      contenders: {
        fused: await place.job('fused', 'aggregate', file, {fused: true}),
        byHand: place.script('by-hand', 'by-hand/aggregate.js', file),
        asIs: await place.job('default', 'aggregate', file),
      },
    }
  },
}
