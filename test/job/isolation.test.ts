import {expect} from 'chai'
import {isolationOf} from '../../src/job/isolation.js'
import type {JsonObject} from '../../src/model/json.js'

const isolation = (options: JsonObject, isShipped = false) => isolationOf({name: 'a', type: 't', params: {}, options}, isShipped)

describe('a process of its own', () => {
  it('is for a mod that asks for it, whoever made the mod', () => {
    expect(isolation({_isolate: true})).to.deep.equal({})
    expect(isolation({_isolate: true}, true)).to.deep.equal({})
    expect(isolation({_isolate: {}}, true)).to.deep.equal({})
    expect(isolation({_isolate: {memory: '1GB'}}, true)).to.deep.equal({memory: '1GB'})
  })

  it('is for a mod with a time limit that does not ship with DataPy', () => {
    expect(isolation({_timeout: '5m'})).to.deep.equal({})
    expect(isolation({_timeout: '5m'}, true)).to.equal(undefined)
  })

  it('is not for any other, nor for one that says so', () => {
    expect(isolation({})).to.equal(undefined)
    expect(isolation({_isolate: false, _timeout: '5m'})).to.equal(undefined)
  })
})
