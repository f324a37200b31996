import {expect} from 'chai'
import {bytesText, countText, durationText} from '../../src/data/amounts.js'

describe('amounts for people', () => {
  it('are bytes in units of a thousand', () => {
    const texts = [0, 999, 1000, 9_949_999, 9_960_000, 512_000_000, 1_400_000_000, 25_000_000_000, 3e12, 5e15].map(bytesText)
    expect(texts).to.deep.equal(['0 B', '999 B', '1.0 kB', '9.9 MB', '10 MB', '512 MB', '1.4 GB', '25 GB', '3.0 TB', '5000 TB'])
  })

  it('are rows', () => {
    expect([0, 950, 3_200_000, 41_000, 1e9].map(countText)).to.deep.equal(['0', '950', '3.2M', '41k', '1.0G'])
  })

  it('are lengths of time', () => {
    const texts = [0.4, 59.9, 60, 310, 3600, 7_380].map(durationText)
    expect(texts).to.deep.equal(['0s', '59s', '1m', '5m 10s', '1h', '2h 3m'])
  })
})
