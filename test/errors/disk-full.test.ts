import {expect} from 'chai'
import {diskFull, isDiskFull} from '../../src/errors/disk-full.js'

describe('a disk that is full', () => {
  it('is known by the code of the error', () => {
    for (const code of ['ENOSPC', 'EDQUOT']) expect(isDiskFull(Object.assign(new Error('x'), {code}))).to.equal(true)
    for (const error of [Object.assign(new Error('x'), {code: 'EIO'}), new Error('ENOSPC'), {code: 'ENOSPC'}, null])
      expect(isDiskFull(error)).to.equal(false)
  })

  it('is told with what it holds, and where to look', () => {
    expect(diskFull('/data/out.csv')).to.deep.equal({
      code: 'disk_full',
      message: 'the disk that holds /data/out.csv is full',
      at: {file: '/data/out.csv'},
      hint: 'free space there',
    })
    expect(diskFull(undefined)).to.deep.equal({code: 'disk_full', message: 'a disk is full', hint: 'free space there'})
    expect(diskFull('/runs', {keepsRuns: true}).hint).to.equal(
      'free space there, or name a larger disk for runs with DATAPY_STATE_DIR',
    )
  })
})
