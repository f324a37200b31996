import {expect} from 'chai'
import {takesVersion} from '../../src/registry/takes-version.js'

describe('the range of versions of DataPy that a mod is made for', () => {
  const taken = [
    ['>=0.1.0 <1', '0.1.0'],
    ['^0.1.0', '0.1.7'],
    ['*', '3.0.0-rc.1'],
    ['>=0.2.0', '0.2.0-beta.1'],
    ['>=0.2.0 <1', '0.3.0+build.5'],
    ['>=0.2.0-beta.2', '0.2.0-beta.2'],
    ['1.0.0 - 2.0.0', '1.5.0-alpha'],
  ] as const
  const refused = [
    ['>=0.2.0', '0.1.9'],
    ['<1', '1.0.0-beta.1'],
    ['<1.0.0', '1.0.0-beta.1'],
    ['>=0.2.0-beta.2', '0.2.0-beta.1'],
    ['^0.1.0', '0.2.0'],
    ['latest', '0.1.0'],
  ] as const
  for (const [range, version] of taken)
    it(`${range} takes ${version}`, () => {
      expect(takesVersion(range, version)).to.equal(true)
    })
  for (const [range, version] of refused)
    it(`${range} refuses ${version}`, () => {
      expect(takesVersion(range, version)).to.equal(false)
    })
})
