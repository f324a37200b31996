/** The most that a job holds where the engine may take 512 MB; the hand-written script, which gives the same rows, has no limit. @type {import('../compare.js').Group} */
export const memory = {
  name: 'memory',
  sizes: ['10mb', '1gb', '5gb'],
  rounds: 1,
  lines: [
    {
      name: 'memory',
      work: 'clean and drop duplicates in 512 MB',
      against: 'DuckDB by hand, without a limit',
      ours: 'limited',
      reference: 'byHand',
      peakReach: 900_000_000,
    },
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.orders({bytes: size.bytes})
    return {
      rows,
      bytes,
      contenders: {
        limited: await place.job('limited', 'unique', file, {flags: ['--memory-limit', '512MB']}),
        byHand: place.script('by-hand', 'by-hand/unique.js', file),
      },
    }
  },
}
