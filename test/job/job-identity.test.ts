import {expect} from 'chai'
import {jobIdentity} from '../../src/job/job-identity.js'

describe('the identity of a job', () => {
  it('is sixteen hex digits, the same for the same file and values in whatever order', () => {
    const one = jobIdentity('/jobs/a.yaml', {globals: {day: '2024-08-12', n: 1}, mods: {read: {x: [1, {b: 1, a: 2}]}}})
    const other = jobIdentity('/jobs/a.yaml', {mods: {read: {x: [1, {a: 2, b: 1}]}}, globals: {n: 1, day: '2024-08-12'}})
    expect(one).to.match(/^[0-9a-f]{16}$/)
    expect(other).to.equal(one)
  })

  it('is another for another file, another value, another type of value, and another order in a list', () => {
    const identities = [
      jobIdentity('/jobs/a.yaml', {}),
      jobIdentity('/jobs/b.yaml', {}),
      jobIdentity('/jobs/a.yaml', {globals: {day: '1'}}),
      jobIdentity('/jobs/a.yaml', {globals: {day: 1}}),
      jobIdentity('/jobs/a.yaml', {globals: {day: [1, 2]}}),
      jobIdentity('/jobs/a.yaml', {globals: {day: [2, 1]}}),
    ]
    expect(new Set(identities).size).to.equal(identities.length)
  })

  it('stays what it was, since runs are found again by it', () => {
    const set = {globals: {b: [{d: null, c: true}, [2, 1]], a: '1'}}
    expect(jobIdentity('/jobs/a.yaml', set)).to.equal('b6995d1ac4b45822')
  })
})
