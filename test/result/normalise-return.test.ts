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
    ['metrics that are a list', {...success, metrics: []}, 'the mod\'s "metrics" is a list, not an object'],
  ]
  for (const [what, returned, message] of lies) {
    it(`makes an error of ${what}`, () => {
      const {status, exit_code: exitCode, errors} = normaliseReturn(returned)
      expect(status).to.equal('error')
      expect(exitCode).to.equal(30)
      expect(errors.map((error) => error.message)).to.include(message)
    })
  }

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
