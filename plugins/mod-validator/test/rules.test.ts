import {expect} from 'chai'
import type {Row} from 'datapy/testing'
import {useValidator} from './use-validator.js'

describe('the rules of validator', () => {
  const {validate, table} = useValidator()
  /** Which rows fail a set of rules for the column v, by their index, in order. */
  const failing = async (values: readonly Row['x'][], rules: object, type?: string, more: object = {}) => {
    const rows = values.map((v, row) => ({v, row}))
    const data = type === undefined ? rows : await table(rows, {v: type, row: 'BIGINT'})
    const {result, rejected} = await validate(data, {rules: {v: rules}, on_fail: 'reject', ...more})
    expect(result.errors).to.deep.equal([])
    return rejected.map(({row}) => row)
  }
  const faults = async (columns: Readonly<Record<string, string>>, params: object) =>
    (await validate(await table([], columns), params)).errors.map(([code, message]) => `${String(code)}: ${message}`)

  it('required wants a value: neither null nor empty text', async () => {
    expect(await failing(['a', null, '', ' '], {required: true}, 'VARCHAR')).to.deep.equal([1, 2])
    expect(await failing([0, null], {required: true}, 'BIGINT')).to.deep.equal([1])
  })

  it('all the others leave null alone', async () => {
    const all = {type: 'text', min_length: 1, max_length: 2, pattern: 'x', in: ['x'], not_in: ['y'], unique: true}
    expect(
      await failing([null, null], {...all, references: {table: 'r', column: 'v'}}, 'VARCHAR', {references: {r: [{v: 'x'}]}}),
    ).to.deep.equal([])
    expect(await failing([null, null], {min: 1, max: 2}, 'BIGINT')).to.deep.equal([])
  })

  describe('type', () => {
    it('asks of text whether it is a value of the type as it stands', async () => {
      expect(await failing(['1', ' 2 ', '1.5', 'x', '1e3', '99999999999999999999'], {type: 'integer'})).to.deep.equal([
        2, 3, 4, 5,
      ])
      expect(await failing(['2024-02-29', '2023-02-29', '01/02/2024'], {type: 'date'})).to.deep.equal([1, 2])
      expect(await failing(['1.25', '1.255', '123456789.00'], {type: 'DECIMAL(10,2)'})).to.deep.equal([1, 2])
      expect(await failing(['true', 'no idea'], {type: 'boolean'})).to.deep.equal([1])
    })

    it('asks of values of another type whether they would be the same', async () => {
      expect(await failing([1, 1.5, NaN, Infinity], {type: 'integer'}, 'DOUBLE')).to.deep.equal([1, 2, 3])
      expect(await failing([1, 2], {type: 'integer'}, 'INTEGER')).to.deep.equal([])
      expect(await failing([20240101], {type: 'date'}, 'BIGINT')).to.deep.equal([0])
      expect(await failing(['2024-01-01T00:00:00', '2024-01-01T10:00:00'], {type: 'date'}, 'TIMESTAMP')).to.deep.equal([1])
    })

    it('lets the other rules see the value as that type', async () => {
      expect(await failing(['5', '10', '9', 'x'], {type: 'integer', min: 6, max: 9})).to.deep.equal([0, 1, 3])
      expect(await failing(['2024-05-01', '2023-05-01'], {type: 'date', min: '2024-01-01'})).to.deep.equal([1])
      expect(await failing(['07', '7', '8'], {type: 'integer', unique: true})).to.deep.equal([1])
    })
  })

  describe('min and max', () => {
    it('are themselves allowed, and exact for decimals and large integers', async () => {
      expect(await failing(['0.10', '0.09', '0.11'], {min: 0.1}, 'DECIMAL(5,2)')).to.deep.equal([1])
      expect(await failing([9007199254740993n, 9007199254740992n], {min: '9007199254740993'}, 'BIGINT')).to.deep.equal([1])
      expect(await failing([1, 2], {min: 1.5}, 'BIGINT')).to.deep.equal([0])
    })

    it('let no NaN pass', async () => {
      expect(await failing([NaN, 1, Infinity, -Infinity], {min: 0}, 'DOUBLE')).to.deep.equal([0, 3])
      expect(await failing([NaN, 1, Infinity], {max: 2}, 'DOUBLE')).to.deep.equal([0, 2])
    })

    it('take dates and times', async () => {
      expect(await failing(['2024-01-01', '2023-12-31'], {min: '2024-01-01'}, 'DATE')).to.deep.equal([1])
      expect(await failing(['2024-01-01T10:00:00'], {max: '2024-01-01 09:00:00'}, 'TIMESTAMP')).to.deep.equal([0])
    })
  })

  it('min_length and max_length count characters', async () => {
    expect(await failing(['', 'ä', 'äöü', '日本語x'], {min_length: 1, max_length: 3})).to.deep.equal([0, 3])
  })

  it('pattern must match the whole text', async () => {
    expect(await failing(['a1', 'a1b', 'b', "it's"], {pattern: "[a-z]\\d|it's"})).to.deep.equal([1, 2])
  })

  it('in and not_in compare as the column does', async () => {
    expect(await failing(['DE', 'AT', 'de', '5'], {in: ['DE', 'AT', 5]})).to.deep.equal([2])
    expect(await failing([1, 2, 3], {not_in: [2]})).to.deep.equal([1])
    expect(await failing([true, false], {in: [true]})).to.deep.equal([1])
    expect(await failing(['2024-01-01', '2024-01-02'], {in: ['2024-01-01']}, 'DATE')).to.deep.equal([1])
    expect(await failing(['1.50', '1.60'], {in: [1.5]}, 'DECIMAL(5,2)')).to.deep.equal([1])
  })

  it('unique lets the first pass and none behind it', async () => {
    expect(await failing(['a', 'b', 'a', 'A', 'a', null, null], {unique: true})).to.deep.equal([2, 4])
    expect(await failing([NaN, 1.5, NaN], {unique: true})).to.deep.equal([2])
  })

  it('references wants the value in a column of another table', async () => {
    const references = {
      customers: [
        {id: 1, name: 'Ada'},
        {id: 3, name: null},
      ],
    }
    const rule = {references: {table: 'customers', column: 'id'}}
    expect(await failing([1, 2, 3, null], rule, 'BIGINT', {references})).to.deep.equal([1])
    expect(await failing(['1', '2'], {type: 'integer', ...rule}, 'VARCHAR', {references})).to.deep.equal([1])
    const none = {customers: await table([], {id: 'BIGINT'})}
    expect(await failing([1, null], rule, 'BIGINT', {references: none})).to.deep.equal([0])
    expect(await failing([], rule, 'BIGINT', {references})).to.deep.equal([])
  })

  it('tells everything that is wrong with them at once', async () => {
    expect(
      await faults(
        {name: 'VARCHAR', age: 'BIGINT', born: 'DATE', paid: 'BOOLEAN', ratio: 'DOUBLE'},
        {
          rules: {
            nam: {required: true},
            name: {type: 'intger', pattern: '(', min: 5, min_length: 5, max_length: 2},
            age: {type: 'text', pattern: 'x', min: 9, max: 3, in: [1, 'x']},
            born: {min: '2024-13-01', max: 5, max_length: 3},
            paid: {min: 0, in: ['yes']},
            ratio: {references: {table: 'orders', column: 'ID'}},
          },
          references: {customers: [{id: 1}]},
        },
      ),
    ).to.deep.equal([
      'unknown_column: rules names the column "nam", which is not there: did you mean "name"?',
      'wrong_rule: rules for "name": type "intger" is no column type; did you mean "integer"?',
      'wrong_rule: rules for "name": min goes with numbers and dates, and the column is VARCHAR: give it a type, or cast it first',
      'wrong_rule: rules for "name": min_length 5 is greater than max_length 2: no value can be right',
      'wrong_rule: rules for "name": pattern "(" is no regular expression: missing ): (',
      'wrong_rule: rules for "age": type is text, and the column is BIGINT: have it read as text',
      'wrong_rule: rules for "age": min 9 is greater than max 3: no value can be right',
      'wrong_rule: rules for "age": pattern goes with text, and the column is BIGINT',
      'wrong_rule: rules for "age": in has "x", which is no number, and the column is BIGINT',
      'wrong_rule: rules for "born": max_length goes with text, and the column is DATE',
      'wrong_rule: rules for "born": min has "2024-13-01", which is no DATE',
      'wrong_rule: rules for "born": max has "5", which is no DATE',
      'wrong_rule: rules for "paid": min goes with numbers and dates, and the column is BOOLEAN: give it a type, or cast it first',
      'wrong_rule: rules for "paid": in has "yes", which cannot be compared with the column, which is BOOLEAN',
      'wrong_rule: rules for "ratio": references names the table "orders", and references has "customers"',
    ])
    const references = {customers: [{id: 1}]}
    const reference = (column: string) => ({rules: {ratio: {references: {table: 'customers', column}}}, references})
    expect(await faults({ratio: 'DOUBLE'}, reference('ID'))).to.deep.equal([
      'wrong_rule: rules for "ratio": references names the column "ID", which "customers" does not have: did you mean "id"?',
    ])
    expect(await faults({ratio: 'DOUBLE'}, reference('id'))).to.deep.equal([
      'wrong_rule: rules for "ratio": references compares what cannot be equal: the column is DOUBLE, and "id" of "customers" is BIGINT; cast one of them first',
    ])
    expect((await faults({a: 'BIGINT'}, {rows: {fits: 'b > 1'}}))[0]).to.match(/^bad_expression: rows: "fits": /)
  })

  it('are checked before they run', async () => {
    const codes = async (params: object) => (await validate([{v: 1}], params)).result.errors.map(({code}) => code)
    for (const params of [
      {rules: {v: {}}},
      {rules: {v: {minimum: 1}}},
      {rules: {v: {required: false}}},
      {rules: {v: {in: []}}},
      {rules: {v: {min_length: -1}}},
      {rules: {v: {min: true}}},
      {rules: {v: {min: 1, on_fail: 'drop'}}},
      {rules: {v: []}},
      {rows: {x: 5}},
      {max_failures: 'few'},
      {max_failures: -1},
      {references: {r: 'customers.csv'}},
    ])
      expect(await codes(params), JSON.stringify(params)).to.deep.equal(['invalid_param'])
  })
})
