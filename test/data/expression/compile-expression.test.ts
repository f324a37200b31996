import {expect} from 'chai'
import type {Column} from '../../../src/model/dataset.js'
import {cellsOf, problemsOf, useEngine} from '../use-engine.js'

const columns: readonly Column[] = [
  {name: 'price', type: 'DECIMAL(10,2)'},
  {name: 'status', type: 'VARCHAR'},
  {name: 'my "col"', type: 'VARCHAR'},
  {name: 'day', type: 'DATE'},
]

describe('an expression', () => {
  const use = useEngine()
  const valueOf = async (text: string) => {
    const row = [{price: 2.5, status: 'paid', 'my "col"': 'x', day: '2024-02-29'}]
    const input = await use.data.fromRows(row, {columns})
    const result = await use.data.sql(`SELECT ${await use.data.expression(text, columns)} AS value FROM input`, {input})
    return (await cellsOf(result))[0]?.[0]
  }

  for (const [text, value] of [
    ["price * 2 = 5 AND status IN ('paid', 'open')", true],
    ['PRICE BETWEEN 2 AND 3', true],
    ["upper(status) || '!'", 'PAID!'],
    ['"my ""col""" = \'x\'', true],
    ["day >= DATE '2024-02-01'", true],
    ["CASE WHEN price > 2 THEN 'dear' ELSE 'cheap' END", 'dear'],
    ['try_cast(status AS INTEGER) IS NULL', true],
    ["status LIKE 'p%' AND NOT regexp_matches(status, '^x')", true],
    ["'it''s' -- a comment", "it's"],
    ['extract(year FROM day)', 2024],
  ] as const) {
    it(`computes ${text}`, async () => {
      expect(await valueOf(text)).to.equal(value)
    })
  }

  for (const [text, message] of [
    ["statu = 'x'", 'there is no column "statu", at character 1'],
    ['price > (SELECT 1)', 'a query has no place in an expression, at character 9'],
    ['sum(price)', 'sum does not compute a value of the row alone, at character 1'],
    ['row_number() OVER ()', 'a window (OVER) has no place in an expression, at character 1'],
    ['now() > day', 'now does not compute a value of the row alone, at character 1'],
    ['random() > 0.5', 'random does not compute a value of the row alone, at character 1'],
    ["nextval('s')", 'nextval does not compute a value of the row alone, at character 1'],
    ["current_setting('threads')", 'current_setting does not compute a value of the row alone, at character 1'],
    ['lenght(status)', 'there is no function lenght, at character 1'],
    ["status =~ 'x'", 'there is no operator =~, at character 8'],
    ['list_transform([1], lambda p: p)', 'a function of its own (lambda) has no place in an expression, at character 28'],
    ['*', '* has no place in an expression, at character 1'],
    ['$1', 'a parameter ($ or ?) has no place in an expression, at character 3'],
    ['status > 5', 'Cannot compare values of type VARCHAR'],
    ['1) AS x, (2', 'this is more than one expression'],
    ["1) FROM read_text('/etc/passwd') AS t (a) WHERE (true", 'this is more than one expression'],
    ['true) ORDER BY (1', 'this is more than one expression'],
    ['1; DROP TABLE x', 'syntax error'],
    ['true /*', 'unterminated'],
    ['', 'the expression is empty'],
    ["'open", 'unterminated'],
    ['a\0b', 'NUL'],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      const [problem] = await problemsOf(use.data.expression(text, columns))
      expect(problem?.code).to.equal('bad_expression')
      expect(problem?.message).to.include(message)
    })
  }

  it('tells all columns and functions that there are not, with the nearest', async () => {
    const problems = await problemsOf(use.data.expression('statu = uper(prize)', columns))
    expect(problems.map(({hint}) => hint)).to.have.members([
      'did you mean "status"?',
      'did you mean "price"?',
      'did you mean "upper"?',
    ])
  })

  it('may be nested a thousand deep, but not be of any length', async () => {
    expect(await valueOf(`${'('.repeat(1000)}1${')'.repeat(1000)}`)).to.equal(1)
    const [problem] = await problemsOf(use.data.expression('x'.repeat(200_000), columns))
    expect(problem?.message).to.include('at most 100000 characters')
  })
})
