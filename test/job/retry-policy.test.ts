import {expect} from 'chai'
import {retryPolicy, waitAfter} from '../../src/job/retry-policy.js'

describe('a retry policy', () => {
  const standard = {attempts: 3, backoff: 1, factor: 2, max: 60, jitter: true, on: 'transient'}

  it('of a mod that asks for none is one attempt', () => {
    expect(retryPolicy(undefined).attempts).to.equal(1)
  })

  it('is a number of attempts, with the waits that are usual', () => {
    expect(retryPolicy(5)).to.deep.equal({...standard, attempts: 5})
  })

  it('is a map, of which what is left out is as usual', () => {
    expect(retryPolicy({})).to.deep.equal(standard)
    const all = {attempts: 7, backoff: '5s', factor: 3, max: '2m', jitter: false, on: 'all'}
    expect(retryPolicy(all)).to.deep.equal({...all, backoff: 5, max: 120})
    expect(retryPolicy({on: 'transient'})).to.deep.equal(standard)
  })

  it('waits longer after each attempt, up to the longest wait', () => {
    const policy = {...retryPolicy({backoff: 2, factor: 3, max: 50}), jitter: false}
    expect([1, 2, 3, 4, 5].map((attempt) => waitAfter(policy, attempt, 0))).to.deep.equal([2, 6, 18, 50, 50])
  })

  it('shortens waits at random, to no less than half', () => {
    const policy = retryPolicy({backoff: 8})
    expect([0, 0.5, 1].map((random) => waitAfter(policy, 1, random))).to.deep.equal([4, 6, 8])
  })
})
