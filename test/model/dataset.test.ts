import {expect} from 'chai'
import {isDatasetReference} from '../../src/model/dataset.js'

describe('a value of a result document', () => {
  it('stands for a table where it says so and names its file', () => {
    expect(isDatasetReference({type: 'dataset', format: 'parquet', path: '/x', rows: 1, columns: []})).to.equal(true)
    for (const value of [null, 'dataset', [], {}, {type: 'dataset'}, {type: 'file', path: '/x'}, {path: '/x'}])
      expect(isDatasetReference(value)).to.equal(false)
  })
})
