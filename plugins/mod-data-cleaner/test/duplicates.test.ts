import {expect} from 'chai'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner: drop_duplicates', () => {
  const clean = useCleaner()

  it('keeps the first of the rows that agree in the columns named, and the order, over many rows', async () => {
    const data = Array.from({length: 30_000}, (_, i) => ({key: `k${String((i * 7919) % 10_000)}`, row: i}))
    const {rows, result} = await clean(data, {drop_duplicates: ['key']})
    expect(rows.map(({row}) => row)).to.deep.equal(Array.from({length: 10_000}, (_, i) => i))
    expect(result.metrics).to.include({rows_dropped_duplicate: 20_000})
  })

  it('keeps the order when only a few rows in the middle repeat, and leaves the last alone', async () => {
    const data = Array.from({length: 20_001}, (_, i) => ({key: i === 9000 ? 17 : i}))
    const {rows} = await clean(data, {drop_duplicates: true})
    expect(rows.map(({key}) => key)).to.deep.equal(Array.from({length: 20_001}, (_, i) => i).filter((i) => i !== 9000))
  })

  it('drops nothing where no rows agree', async () => {
    const data = [
      {a: 1, b: 2},
      {a: 2, b: 1},
      {a: 1, b: 1},
    ]
    const {rows, result} = await clean(data, {drop_duplicates: true})
    expect(rows).to.deep.equal(data)
    expect(result.metrics).to.include({rows_dropped_duplicate: 0})
  })

  it('takes nulls as equal, and null and empty text as different', async () => {
    const {rows} = await clean([{a: null}, {a: 'x'}, {a: null}, {a: ''}, {a: ''}], {drop_duplicates: true})
    expect(rows).to.deep.equal([{a: null}, {a: 'x'}, {a: ''}])
  })

  it('compares what the other steps have left, of the rows that they have left', async () => {
    const data = [
      {id: 1, n: 'x'},
      {id: 1, n: '5'},
      {id: 1, n: '6'},
    ]
    const {rows, result} = await clean(data, {cast: {n: 'integer'}, on_cast_error: 'reject', drop_duplicates: ['id']})
    expect(rows).to.deep.equal([{id: 1, n: 5}])
    expect(result.metrics).to.include({rows_rejected: 1, rows_dropped_duplicate: 1, rows_out: 1})
  })

  it('takes 0 and -0 as equal, as numbers are', async () => {
    expect((await clean([{a: 0.5}, {a: 0}, {a: -0}], {drop_duplicates: true})).rows).to.have.length(2)
  })
})
