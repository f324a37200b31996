import {expect} from 'chai'
import {ModResult} from '../../src/result/mod-result.js'
import {normaliseReturn} from '../../src/result/normalise-return.js'

const success = {status: 'success', exit_code: 0, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: []}

describe('normaliseReturn', () => {
  it('takes what ModResult makes as it is', () => {
    const result = new ModResult('csv_reader', 'extract')
    result.addMetric('rows_read', 3)
    result.addArtifact('data', [{a: 1}])
    result.addGlobal('row_count', 3)
    result.addWarning('odd')
    expect(normaliseReturn(result.warning())).to.deep.equal({
      status: 'warning',
      exit_code: 10,
      metrics: {rows_read: 3},
      artifacts: {data: [{a: 1}]},
      globals: {row_count: 3},
      warnings: [{code: 10, message: 'odd'}],
      errors: [],
    })
  })

  it('takes a plain object with every field', () => {
    expect(normaliseReturn(success)).to.deep.equal(success)
  })

  const lies: readonly (readonly [string, unknown, string])[] = [
    ['nothing', undefined, 'the mod returned nothing'],
    ['a list', [], 'the mod returned a list'],
    ['success with a code that is not zero', {...success, exit_code: 30}, 'the mod says success with exit code 30'],
    ['an error with exit code 0', {...success, status: 'error', errors: ['x']}, 'the mod says error with exit code 0'],
    ['an unknown status', {...success, status: 'ok'}, 'the mod\'s result has the unknown status "ok"'],
    ['success with errors', {...success, errors: ['lost a row']}, 'the mod says success, yet reports 1 error(s)'],
    ['an error without a reason', {...success, status: 'error', exit_code: 30}, 'the mod says error and gives no reason'],
    [
      'a result that lacks fields',
      {status: 'success', exit_code: 0},
      'the mod\'s result lacks "metrics", "artifacts", "globals", "warnings", "errors"',
    ],
    ['a metric that is NaN', {...success, metrics: {rows: Number.NaN}}, 'metric "rows" is NaN, which JSON cannot hold'],
    ['a global that is a function', {...success, globals: {f: () => 1}}, 'global "f" is a function, which JSON cannot hold'],
    [
      'a metric that is more than a result holds',
      {...success, metrics: {text: 'x'.repeat(2 ** 24), n: 1}},
      'metric "text" is more than 16 million characters, more than a result holds',
    ],
    [
      'a metric whose name is',
      {...success, metrics: {['x'.repeat(2 ** 24)]: 1}},
      `metric "${'x'.repeat(65_536)}… (16777216 characters)" is more than 16 million characters, more than a result holds`,
    ],
    [
      'more metrics than anybody reads',
      {...success, metrics: Object.fromEntries(Array.from({length: 10_001}, (_, index) => [`m${String(index)}`, index]))},
      'the mod gave 10001 metrics, more than 10000',
    ],
    ['metrics that are a list', {...success, metrics: []}, 'the mod\'s "metrics" is a list, not an object'],
    ['artifacts that are a list', {...success, artifacts: [5]}, 'the mod\'s "artifacts" is a list, not an object'],
    ['globals that are null', {...success, globals: null}, 'the mod\'s "globals" is null, not an object'],
    [
      'a global that is undefined in a list',
      {...success, globals: {l: [undefined]}},
      'global "l" is undefined, which JSON cannot hold',
    ],
    ['warnings that are a text', {...success, warnings: 'odd'}, 'the mod\'s "warnings" is "odd", not a list'],
    ['errors that are true', {...success, errors: true}, 'the mod\'s "errors" is true, not a list'],
    ['null', null, 'the mod returned null'],
    ['a text', 'x'.repeat(100), `the mod returned "${'x'.repeat(100)}"`],
    ['a long text', 'x'.repeat(101), 'the mod returned a text of 101 characters'],
    ['a number', 5, 'the mod returned 5'],
    ['a function', () => 1, 'the mod returned a value of type function'],
    ['warning with exit code 0', {...success, status: 'warning'}, 'the mod says warning with exit code 0'],
    [
      'warning with errors',
      {...success, status: 'warning', exit_code: 10, errors: ['a', 'b']},
      'the mod says warning, yet reports 2 error(s)',
    ],
    ['success with exit code 10', {...success, exit_code: 10}, 'the mod says success with exit code 10'],
    [
      'error with exit code 10',
      {...success, status: 'error', exit_code: 10, errors: ['x']},
      'the mod says error with exit code 10',
    ],
    [
      'error with a code that is not in the table',
      {...success, status: 'error', exit_code: 3, errors: ['x']},
      'the mod says error with exit code 3',
    ],
    [
      'error with a code that is text',
      {...success, status: 'error', exit_code: '30', errors: ['x']},
      'the mod says error with exit code "30"',
    ],
  ]
  for (const [what, returned, message] of lies) {
    it(`makes an error of ${what}`, () => {
      const {status, exit_code: exitCode, errors} = normaliseReturn(returned)
      expect(status).to.equal('error')
      expect(exitCode).to.equal(30)
      expect(errors.map((error) => error.message)).to.include(message)
    })
  }

  it('says what to do about a lie, under one code', () => {
    const toldOf = (returned: unknown) => normaliseReturn(returned).errors.map(({code, hint}) => [code, hint])
    expect(toldOf(5)).to.deep.equal([['bad_result', 'return result.success(), result.warning() or result.error()']])
    expect(toldOf({...success, status: 'ok'})).to.deep.equal([['bad_result', 'a status is success, warning or error']])
    expect(toldOf({...success, status: 'error', exit_code: 30})).to.deep.equal([['bad_result', 'call result.addError(message)']])
  })

  it('tells each lie once', () => {
    expect(normaliseReturn({...success, status: undefined}).errors.map(({message}) => message)).to.deep.equal([
      'the mod\'s result lacks "status"',
    ])
    expect(normaliseReturn({...success, artifacts: undefined, warnings: undefined, globals: undefined}).errors).to.have.length(1)
  })

  it('takes an error with a reason, and its exit code', () => {
    for (const code of [1, 2, 20, 30, 40, 50, 60])
      expect(normaliseReturn({...success, status: 'error', exit_code: code, errors: ['x']})).to.deep.equal({
        ...success,
        status: 'error',
        exit_code: code,
        errors: [{code: 30, message: 'x'}],
      })
  })

  it('takes a text for a warning or an error, and of a map what it knows', () => {
    const at = {file: 'a.csv', line: 3}
    const {warnings} = normaliseReturn({
      ...success,
      warnings: [
        'odd',
        5,
        {message: 'full', code: 7, at, hint: 'look', transient: true, more: 1},
        {message: 'bare', code: null, at: 'there', hint: 5, transient: 'yes'},
        {message: 'nowhere', at: {line: 3}},
        {code: 'W1'},
      ],
    })
    expect(warnings).to.deep.equal([
      {code: 10, message: 'odd'},
      {code: 10, message: '5'},
      {code: 7, message: 'full', at, hint: 'look', transient: true},
      {code: 10, message: 'bare'},
      {code: 10, message: 'nowhere'},
      {code: 'W1', message: 'nothing'},
    ])
  })

  it('keeps of a place what is one: lines, columns and lengths count from 1', () => {
    const placeOf = (at: object) => normaliseReturn({...success, warnings: [{message: 'x', at}]}).warnings[0]?.at
    const place = {file: 'a.csv', line: 1, column: 2, length: 3}
    expect(placeOf({...place, more: 1})).to.deep.equal(place)
    for (const one of ['line', 'column', 'length'])
      for (const value of [0, -1, 1.5, 2 ** 53, Number.NaN, '3', null]) {
        const {[one as 'line']: _, ...rest} = place
        expect(placeOf({...place, [one]: value}), `${one} ${String(value)}`).to.deep.equal(rest)
      }
  })

  it('keeps a thousand warnings and errors, and says how many more there were', () => {
    const texts = (count: number) => Array.from({length: count}, (_, at) => `t${String(at)}`)
    const whole = normaliseReturn({...success, warnings: texts(1000)}).warnings
    expect([whole.length, whole[999]]).to.deep.equal([1000, {code: 10, message: 't999'}])
    const {warnings, errors} = normaliseReturn({
      ...success,
      status: 'error',
      exit_code: 30,
      warnings: texts(1001),
      errors: texts(1500),
    })
    expect([warnings.length, warnings[1000]]).to.deep.equal([1001, {code: 10, message: 'and 1 more warnings'}])
    expect([errors.length, errors[1000]]).to.deep.equal([1001, {code: 30, message: 'and 500 more errors'}])
  })

  it('keeps ten thousand metrics, and of more the first', () => {
    const metrics = (count: number) => Object.fromEntries(Array.from({length: count}, (_, at) => [`m${String(at)}`, at]))
    expect(normaliseReturn({...success, metrics: metrics(10_000)})).to.deep.equal({...success, metrics: metrics(10_000)})
    const {metrics: kept, errors} = normaliseReturn({...success, metrics: metrics(10_001)})
    expect([kept, errors.length]).to.deep.equal([metrics(10_000), 1])
  })

  it('says what else JSON cannot hold, and ends with what is too much', () => {
    const odd = {a: Number.NaN, b: () => 1, c: 1}
    const told = normaliseReturn({...success, metrics: odd})
    expect([told.metrics, told.errors.length]).to.deep.equal([{c: 1}, 2])
    const large = normaliseReturn({...success, metrics: {a: 'x'.repeat(2 ** 24), b: Number.NaN, c: 1}})
    expect([large.metrics, large.errors.length]).to.deep.equal([{}, 1])
  })

  it('hands artifacts on as they are', () => {
    const table = new Map([['a', 1]])
    expect(normaliseReturn({...success, artifacts: {table}}).artifacts['table']).to.equal(table)
  })

  it('makes an error of a metric that holds itself, without hanging', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(normaliseReturn({...success, metrics: {circle}}).errors[0]?.message).to.contain('a circle')
  })

  it('keeps the digits of a bigint metric', () => {
    const {metrics} = normaliseReturn({...success, metrics: {small: 7n, large: 9007199254740993n}})
    expect(metrics).to.deep.equal({small: 7, large: '9007199254740993'})
  })

  it('keeps what could be read of a result that lies', () => {
    const {metrics, errors} = normaliseReturn({...success, metrics: {rows: 5}, errors: [{code: 'E1', message: 'lost a row'}]})
    expect(metrics).to.deep.equal({rows: 5})
    expect(errors[0]).to.deep.equal({code: 'E1', message: 'lost a row'})
  })
})
