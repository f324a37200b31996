import {expect} from 'chai'
import {useValidator} from './use-validator.js'

describe('validator', () => {
  const {validate, table} = useValidator()
  const people = [
    {id: 1, email: 'ada@x.org', age: 36},
    {id: 2, email: 'grace', age: -5},
    {id: 3, email: null, age: 200},
    {id: 2, email: 'joan@x.org', age: null},
    {id: 5, email: '', age: 7},
  ]
  const rules = {
    id: {unique: true},
    email: {required: true, pattern: '[^@]+@[^@]+'},
    age: {min: 0, max: 150},
  }

  it('lets a table pass as it is when every row is right', async () => {
    const {result, rows, rejected} = await validate(people.slice(0, 1), {rules})
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(rows).to.deep.equal(people.slice(0, 1))
    expect(rejected).to.deep.equal([])
    expect(result.metrics).to.deep.equal({
      rows_in: 1,
      rows_out: 1,
      rows_rejected: 0,
      rows_failing: 0,
      failures: {id: {unique: 0}, email: {required: 0, pattern: 0}, age: {min: 0, max: 0}},
      row_failures: {},
    })
    expect(result.globals).to.deep.equal({row_count: 1})
  })

  it('fails by default, with every rule that fails, its count, its first row and value', async () => {
    const {result, errors} = await validate(people, {rules})
    expect(result.exit_code).to.equal(30)
    expect(errors).to.deep.equal([
      ['rule_failed', '"id" stands in an earlier row in 1 row(s); the first is row 4 with "2"'],
      ['rule_failed', '"email" is missing in 2 row(s); the first is row 3'],
      ['rule_failed', '"email" does not match [^@]+@[^@]+ in 2 row(s); the first is row 2 with "grace"'],
      ['rule_failed', '"age" is below 0 in 1 row(s); the first is row 2 with "-5"'],
      ['rule_failed', '"age" is above 150 in 1 row(s); the first is row 3 with "200"'],
    ])
    expect(result.artifacts).to.deep.equal({})
    expect(result.metrics).to.not.have.any.keys('rows_out', 'rows_rejected')
    expect(result.metrics).to.deep.include({failures: {id: {unique: 1}, email: {required: 2, pattern: 2}, age: {min: 1, max: 1}}})
  })

  it('moves rows aside with the first rule that each fails, and accounts for all', async () => {
    const {result, rows, rejected} = await validate(people, {rules, on_fail: 'reject'})
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(rows).to.deep.equal(people.slice(0, 1))
    expect(
      rejected.map(({id, reject_column: column, reject_value: value, reject_code: code, reject_reason: reason}) => [
        id,
        column,
        value,
        code,
        reason,
      ]),
    ).to.deep.equal([
      [2, 'email', 'grace', 'pattern', '"grace" in column "email" does not match [^@]+@[^@]+'],
      [3, 'email', null, 'required', 'column "email" is missing'],
      [2, 'id', '2', 'unique', '"2" in column "id" stands in an earlier row'],
      [5, 'email', '', 'required', 'column "email" is missing'],
    ])
    expect(Object.keys(rejected[0] ?? {})).to.deep.equal([
      'id',
      'email',
      'age',
      'reject_column',
      'reject_value',
      'reject_code',
      'reject_reason',
    ])
    expect(result.metrics).to.include({rows_in: 5, rows_out: 1, rows_rejected: 4, rows_failing: 4})
  })

  it('warns with an example for each rule, and lets every row pass', async () => {
    const {result, rows, warnings} = await validate(people, {rules: {age: rules.age}, on_fail: 'warn'})
    expect(result.exit_code).to.equal(10)
    expect(rows).to.deep.equal(people)
    expect(warnings).to.deep.equal([
      '"age" is below 0 in 1 row(s); the first is row 2 with "-5"',
      '"age" is above 150 in 1 row(s); the first is row 3 with "200"',
    ])
    expect(result.warnings.map(({code}) => code)).to.deep.equal(['rule_failed', 'rule_failed'])
    expect(result.metrics).to.include({rows_rejected: 0, rows_failing: 2})
  })

  it('does with each set of rules what that says, also with several sets for one column', async () => {
    const mixed = {
      id: {unique: true, on_fail: 'reject'},
      age: [
        {max: 150, on_fail: 'reject'},
        {min: 0, on_fail: 'warn'},
      ],
    }
    const {rows, rejected, warnings, result} = await validate(people, {rules: mixed})
    expect(rows.map(({id}) => id)).to.deep.equal([1, 2, 5])
    expect(rejected.map(({reject_code: code}) => code)).to.deep.equal(['max', 'unique'])
    expect(warnings).to.have.length(1)
    expect(result.metrics).to.include({rows_failing: 3, rows_rejected: 2})
    expect(
      (await validate(people, {rules: {...mixed, email: {required: true}}})).errors.map(([, message]) => message),
    ).to.deep.equal(['"email" is missing in 2 row(s); the first is row 3'])
  })

  describe('max_failures', () => {
    const params = {rules: {age: {min: 0, max: 150}}, on_fail: 'reject'}
    it('is how many rows may fail, as a number or a share', async () => {
      for (const max of [2, 5, '40%', '100%'])
        expect((await validate(people, {...params, max_failures: max})).errors).to.deep.equal([])
      for (const max of [0, 1, '39.9%', '0%']) {
        const {errors, warnings, rows} = await validate(people, {...params, max_failures: max})
        expect(errors).to.deep.equal([['too_many_failures', `2 of 5 rows fail, and max_failures is ${String(max)}`]])
        expect(warnings).to.have.length(2)
        expect(rows).to.deep.equal([])
      }
    })

    it('counts warnings, too, and is of no account where nothing fails', async () => {
      expect((await validate(people, {...params, on_fail: 'warn', max_failures: 1})).errors).to.have.length(1)
      const empty = await table([], {age: 'BIGINT'})
      expect((await validate(empty, {...params, max_failures: '0%'})).result.status).to.equal('success')
    })
  })

  it('checks whole rows by expressions, and lets those pass of which one cannot be sure', async () => {
    const data = [
      {price: 2, quantity: 3, total: 6},
      {price: 2, quantity: 3, total: 7},
      {price: null, quantity: 3, total: 7},
    ]
    const rows = {total_fits: 'total = price * quantity', cheap: {expression: 'price < 3', on_fail: 'warn'}}
    const strict = await validate(data, {rows})
    expect(strict.errors).to.deep.equal([
      ['rule_failed', 'the rule "total_fits": "total = price * quantity" is not true in 1 row(s); the first is row 2'],
    ])
    const {rejected, result} = await validate(data, {rows, on_fail: 'reject'})
    expect(rejected).to.deep.equal([
      {
        ...data[1],
        reject_column: null,
        reject_value: null,
        reject_code: 'total_fits',
        reject_reason: '"total_fits": "total = price * quantity" is not true',
      },
    ])
    expect(result.metrics).to.deep.include({row_failures: {total_fits: 1, cheap: 0}})
  })

  it('accounts for every row of a large table, in order', async () => {
    const data = Array.from({length: 20_000}, (_, id) => ({
      id: id % 15_000,
      n: id % 7 === 0 ? null : id,
      t: `k${String(id % 300)}`,
    }))
    const known = Array.from({length: 280}, (_, k) => ({key: `k${String(k)}`}))
    const params = {
      rules: {id: {unique: true}, n: {required: true, max: 19_000}, t: {references: {table: 'known', column: 'key'}}},
      references: {known},
      on_fail: 'reject',
    }
    const {result, rows, rejected} = await validate(data, params)
    expect(result.errors).to.deep.equal([])
    const good = data.filter(
      ({id, n, t}, row) => row < 15_000 && id === row && n !== null && n <= 19_000 && Number(t.slice(1)) < 280,
    )
    expect(rows).to.deep.equal(good)
    expect(rejected).to.have.length(data.length - good.length)
    expect(result.metrics).to.deep.include({
      failures: {
        id: {unique: 5000},
        n: {required: data.filter(({n}) => n === null).length, max: data.filter(({n}) => n !== null && n > 19_000).length},
        t: {references: data.filter(({t}) => Number(t.slice(1)) >= 280).length},
      },
    })
  })

  it('checks hundreds of columns with several rules each', async () => {
    const names = Array.from({length: 300}, (_, index) => `c${String(index)}`)
    const rowOf = (value: number) => Object.fromEntries(names.map((name) => [name, value]))
    const rules = Object.fromEntries(names.map((name) => [name, {required: true, type: 'integer', min: 0, max: 9}]))
    const {result, rejected} = await validate([rowOf(1), {...rowOf(2), c299: 10}], {rules, on_fail: 'reject'})
    expect(result.errors).to.deep.equal([])
    expect(rejected.map(({reject_column: column, reject_code: code}) => [column, code])).to.deep.equal([['c299', 'max']])
  })

  it('takes columns by any name, also those of its own', async () => {
    const data = [{'größe "1"; --': 1, row: 5, f0: 'a', value: 'v', reject_code: 'old', bits: 'b'}]
    const {result, rejected} = await validate(data, {
      rules: {
        'größe "1"; --': {max: 5},
        row: {min: 3, unique: true},
        f0: {pattern: 'b', on_fail: 'reject'},
        value: {unique: true},
        bits: {references: {table: 'it\'s "odd"', column: 'größe "1"; --'}, on_fail: 'reject'},
      },
      references: {'it\'s "odd"': [{'größe "1"; --': 'x'}]},
    })
    expect(result.errors).to.deep.equal([])
    expect(rejected).to.deep.equal([
      {
        'größe "1"; --': 1,
        row: 5,
        f0: 'a',
        value: 'v',
        bits: 'b',
        reject_column: 'f0',
        reject_value: 'a',
        reject_code: 'pattern',
        reject_reason: '"a" in column "f0" does not match b',
      },
    ])
  })
})
