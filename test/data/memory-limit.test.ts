import {expect} from 'chai'
import {DataPyError} from '../../src/errors/datapy-error.js'
import {memoryLimit, parseMemoryLimit, threadsFor} from '../../src/data/memory-limit.js'

const mib = 1024 ** 2
const gib = 1024 ** 3

describe('the memory limit', () => {
  it('is an amount in units of a thousand or of 1,024, or a share', () => {
    const read = ['512MB', '2GB', '1.5GiB', ' 300 mib ', '1TB', '2000000kB', '50%', '12.5 %'].map((text) =>
      parseMemoryLimit(text),
    )
    expect(read).to.deep.equal([
      {bytes: 512_000_000},
      {bytes: 2_000_000_000},
      {bytes: 1.5 * gib},
      {bytes: 300 * mib},
      {bytes: 1_000_000_000_000},
      {bytes: 2_000_000_000},
      {share: 0.5},
      {share: 0.125},
    ])
  })

  for (const text of ['', 'much', '512', '-1GB', '1,5GB', '0MB', '1KB', '0%', '101%', '1GB 2GB', '1e3MB', 'GB', '%']) {
    it(`is not "${text}"`, () => {
      const read = () => parseMemoryLimit(text, 'THE_LIMIT')
      expect(read).to.throw(DataPyError, `THE_LIMIT is "${text}", which is no amount of memory`).with.property('exitCode', 20)
    })
  }

  it('is what was given, a share being one of the memory that is there', () => {
    const there = {memory: 8 * gib, processors: 4}
    expect(memoryLimit({bytes: 5000.7 * mib}, there)).to.equal(Math.floor(5000.7 * mib))
    expect(memoryLimit({share: 0.25}, there)).to.equal(2 * gib)
  })

  const defaults: readonly (readonly [string, number, number, number])[] = [
    ['96 MiB in a container of 256 MiB', 256 * mib, 2, 96 * mib],
    ['a quarter of a container of 512 MiB', 512 * mib, 2, 128 * mib],
    ['a quarter of a machine of 2 GiB', 2 * gib, 2, 512 * mib],
    ['1 GiB on an ordinary machine', 16 * gib, 8, gib],
    ['128 MiB a processor on a large one', 256 * gib, 64, 8 * gib],
    ['a quarter where its processors are many and its memory is small', 4 * gib, 64, gib],
  ]
  for (const [says, memory, processors, limit] of defaults) {
    it(`is ${says}, when none is given`, () => {
      expect(memoryLimit(undefined, {memory, processors})).to.equal(limit)
    })
  }

  it('is enough for one thread at least, and for more with 64 MiB for each', () => {
    expect([10 * mib, 127 * mib, 128 * mib, gib].map(threadsFor)).to.deep.equal([1, 1, 2, 16])
  })
})
