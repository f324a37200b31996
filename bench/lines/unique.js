/** The first of several orders with one id, in order. @type {import('../compare.js').Group} */
export const unique = {
  name: 'unique',
  sizes: ['10mb', '100mb', '1gb'],
  lines: [
    {
      name: 'unique',
      work: 'clean and drop duplicates',
      against: 'DuckDB by hand',
      ours: 'asIs',
      reference: 'byHand',
      reach: {'100mb': 1.35, '1gb': 1.35},
    },
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.orders({bytes: size.bytes})
    return {
      rows,
      bytes,
      contenders: {
        asIs: await place.job('unique', 'unique', file),
        byHand: place.script('by-hand', 'by-hand/unique.js', file),
      },
    }
  },
}
