import {expect} from 'chai'
import {checked, DataPyError, valueOf} from '../../src/errors/datapy-error.js'
import {problem} from '../../src/errors/problem.js'

const [one, other] = [problem('bad_reference', 'no such thing'), {code: 'E1', message: 'broken'}]

describe('a DataPyError', () => {
  it('holds every problem, says them all, and has the exit code of the worst', () => {
    const error = new DataPyError([one, other], {cause: 'why'})
    expect(error).to.be.instanceOf(Error)
    expect([error.name, error.message, error.exitCode, error.cause]).to.deep.equal([
      'DataPyError',
      'no such thing\nbroken',
      30,
      'why',
    ])
    expect(error.problems).to.deep.equal([one, other])
  })

  it('is known also when another copy of DataPy has thrown it, and nothing else is', () => {
    const foreign: unknown = {[Symbol.for('datapy.error')]: true, problems: []}
    expect(foreign instanceof DataPyError).to.equal(true)
    for (const value of [new Error('x'), null, undefined, 'x', {}]) expect(value instanceof DataPyError).to.equal(false)
  })
})

describe('something checked', () => {
  it('is its value, or throws its problems', () => {
    expect(valueOf({ok: true, value: 5})).to.equal(5)
    expect(() => valueOf({ok: false, problems: [one]})).to.throw(DataPyError, 'no such thing')
  })

  it('is made of a promise; what is no DataPyError flies on', async () => {
    expect(await checked(Promise.resolve(5))).to.deep.equal({ok: true, value: 5})
    expect(await checked(Promise.reject(new DataPyError([one])))).to.deep.equal({ok: false, problems: [one]})
    const bug = new TypeError('a bug')
    const caught = await checked(Promise.reject(bug)).catch((error: unknown) => error)
    expect(caught).to.equal(bug)
  })
})
