import {expect} from 'chai'
import {isDataPyError} from '../../../src/data/data-errors.js'
import {sourceFormat} from '../../../src/data/profile/source-format.js'

describe('the format of a file', () => {
  it('is what its name says, in any case, packed or not', () => {
    const formats = ['a.csv', 'A.CSV', 'a.tsv.gz', 'a.txt', 'a.parquet', 'a.json.GZ', 'a.ndjson', 'a.jsonl', 'a.xlsx'].map(
      sourceFormat,
    )
    expect(formats).to.deep.equal(['csv', 'csv', 'csv', 'csv', 'parquet', 'json', 'json', 'json', 'excel'])
  })

  it('is refused with the list of what there is, for other names', () => {
    for (const name of ['a.xls', 'a', 'a.parquet.gz', 'csv']) {
      let thrown: unknown
      try {
        sourceFormat(name)
      } catch (error) {
        thrown = error
      }
      expect(isDataPyError(thrown) && thrown.problems[0]).to.include({code: 'unknown_format'})
      expect(isDataPyError(thrown) && thrown.problems[0]?.hint).to.include('.csv .tsv .txt .parquet')
    }
  })
})
