import {expect} from 'chai'
import {keepBuiltIns} from '../../src/node/built-ins.js'

/** Changes what all code relies on for as long as it takes to put it back; what tells comes only after that. */
function changed(change: () => void): readonly string[] {
  const builtIns = keepBuiltIns()
  change()
  return builtIns.restore()
}

describe('what JavaScript gives to all code', () => {
  it('is found as it was where nothing was changed', () => {
    expect(changed(() => undefined)).to.deep.equal([])
  })

  it('is put back where it was replaced, and told by its name', () => {
    const {parse} = JSON
    const found = changed(() => {
      JSON.parse = () => 'not what was there'
    })
    expect(found).to.deep.equal(['JSON.parse'])
    expect(JSON.parse).to.equal(parse)
  })

  it('is put back where it was taken away, or made a getter, with what it was like', () => {
    const map = Object.getOwnPropertyDescriptor(Array.prototype, 'map')
    const found = changed(() => {
      Reflect.deleteProperty(Array.prototype, 'map')
      Object.defineProperty(Math, 'max', {
        configurable: true,
        get() {
          throw new Error('no')
        },
      })
    })
    expect(found).to.have.members(['Array.prototype.map', 'Math.max'])
    expect(Object.getOwnPropertyDescriptor(Array.prototype, 'map')).to.deep.equal(map)
    expect(Math.max(1, 2)).to.equal(2)
  })

  it('has no more in Object.prototype than before, where everything would inherit it', () => {
    const found = changed(() => {
      Object.assign(Object.prototype, {evil: 1})
    })
    expect(found).to.deep.equal(['Object.prototype.evil'])
    expect(({} as {evil?: number}).evil).to.equal(undefined)
  })

  it('is put back by functions that themselves were replaced', () => {
    const {defineProperty} = Reflect
    const found = changed(() => {
      Reflect.defineProperty = () => false
      Reflect.set = () => false
      Object.getOwnPropertyDescriptor = () => undefined
    })
    expect(found).to.have.members(['Reflect.defineProperty', 'Reflect.set', 'Object.getOwnPropertyDescriptor'])
    expect(Reflect.defineProperty).to.equal(defineProperty)
  })

  it('leaves what packages replace for their own ends: stacks, fetch', () => {
    const [before, fetchBefore] = [Error.prepareStackTrace, globalThis.fetch]
    const mine = () => ''
    const found = changed(() => {
      Error.prepareStackTrace = mine
      globalThis.fetch = (() => undefined) as unknown as typeof fetch
    })
    const [now, fetchNow] = [Error.prepareStackTrace, globalThis.fetch]
    Error.prepareStackTrace = before
    globalThis.fetch = fetchBefore
    expect(found).to.deep.equal([])
    expect(now).to.equal(mine)
    expect(fetchNow).not.to.equal(fetchBefore)
  })
})
