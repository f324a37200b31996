import {expect} from 'chai'
import {DataPyError} from '../../src/errors/datapy-error.js'
import {engineSettings} from '../../src/sdk/engine-settings.js'

describe('what is said about the data engine', () => {
  const problemOf = (memoryLimit: string | undefined, env: NodeJS.ProcessEnv) => {
    try {
      engineSettings(memoryLimit, env)
    } catch (error) {
      if (error instanceof DataPyError) return error.problems[0]
    }
    return undefined
  }

  it('is nothing by default, and an empty variable says nothing', () => {
    const defaults = {held: {rows: 100_000, bytes: 4_000_000}}
    expect(engineSettings(undefined, {})).to.deep.equal(defaults)
    const empty = {DATAPY_MEMORY_LIMIT: '', DATAPY_HELD_ROWS: '', DATAPY_HELD_MB: ''}
    expect(engineSettings(undefined, empty)).to.deep.equal(defaults)
  })

  it('is what the environment says, and of the memory what the caller says first', () => {
    const env = {DATAPY_MEMORY_LIMIT: '1GB', DATAPY_HELD_ROWS: '5', DATAPY_HELD_MB: '0.5'}
    expect(engineSettings(undefined, env)).to.deep.equal({memoryLimit: '1GB', held: {rows: 5, bytes: 500_000}})
    expect(engineSettings('2GB', env)).to.include({memoryLimit: '2GB'})
  })

  it('is refused where it cannot be, by the name of the variable', () => {
    expect(problemOf(undefined, {DATAPY_HELD_ROWS: 'many'})).to.include({
      code: 'bad_environment',
      message: 'DATAPY_HELD_ROWS is "many", which is no number',
    })
    expect(problemOf(undefined, {DATAPY_HELD_MB: '-1'})).to.include({code: 'bad_environment'})
    expect(problemOf(undefined, {DATAPY_MEMORY_LIMIT: 'much'})).to.include({code: 'bad_memory_limit'})
  })
})
