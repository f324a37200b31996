import {expect} from 'chai'
import {secondsOfDuration} from '../../src/job/duration.js'

describe('a duration', () => {
  const durations = [
    [90, 90],
    ['90', 90],
    ['1500ms', 1.5],
    ['90s', 90],
    ['90 s', 90],
    ['2m', 120],
    ['1.5h', 5400],
  ] as const
  for (const [written, seconds] of durations)
    it(`${JSON.stringify(written)} is ${String(seconds)} seconds`, () => {
      expect(secondsOfDuration(written)).to.equal(seconds)
    })

  for (const written of ['', 'soon', '5d', '5m 3s', 'in 5m', '-5', '.5', '5.', true, null, [5], {s: 5}])
    it(`is not ${JSON.stringify(written)}`, () => {
      expect(secondsOfDuration(written)).to.equal(undefined)
    })
})
