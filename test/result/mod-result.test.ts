import {expect} from 'chai'
import {ModResult} from '../../src/result/mod-result.js'

const empty = {metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: []}

describe("a mod's result", () => {
  it('knows whose it is', () => {
    const {modType, modName} = new ModResult('csv_reader', 'read')
    expect([modType, modName]).to.deep.equal(['csv_reader', 'read'])
  })

  it('has a status, and the exit code that goes with it', () => {
    const result = new ModResult('csv_reader', 'read')
    expect(result.success()).to.deep.equal({status: 'success', exit_code: 0, ...empty})
    expect(result.warning()).to.deep.equal({status: 'warning', exit_code: 10, ...empty})
    expect(result.error()).to.deep.equal({status: 'error', exit_code: 30, ...empty})
    expect(result.error(40)).to.deep.equal({status: 'error', exit_code: 40, ...empty})
  })

  it('has what was added, of two by one name the last', () => {
    const result = new ModResult('csv_reader', 'read')
    result.addMetric('rows', 1)
    result.addMetric('rows', 2)
    result.addArtifact('table', [{a: 1}])
    result.addArtifact('nothing', undefined)
    result.addGlobal('day', '2024-08-12')
    expect(result.success()).to.deep.include({
      metrics: {rows: 2},
      artifacts: {table: [{a: 1}], nothing: undefined},
      globals: {day: '2024-08-12'},
    })
  })

  it('has no metric and no global that is undefined', () => {
    const result = new ModResult('csv_reader', 'read')
    result.addMetric('rows', undefined)
    result.addGlobal('day', undefined)
    expect(result.success()).to.deep.equal({status: 'success', exit_code: 0, ...empty})
  })

  it('has warnings and errors, with codes of the mod where it gives some', () => {
    const result = new ModResult('csv_reader', 'read')
    result.addWarning('odd')
    result.addWarning('odder', 'W7')
    result.addError('broken')
    result.addError('away', 'E7', {transient: true})
    result.addError('gone', 'E8', {})
    const {warnings, errors} = result.error()
    expect(warnings).to.deep.equal([
      {code: 10, message: 'odd'},
      {code: 'W7', message: 'odder'},
    ])
    expect(errors).to.deep.equal([
      {code: 30, message: 'broken'},
      {code: 'E7', message: 'away', transient: true},
      {code: 'E8', message: 'gone'},
    ])
  })

  it('that was made does not change by what is added later', () => {
    const result = new ModResult('csv_reader', 'read')
    const made = result.success()
    result.addWarning('late')
    result.addError('late')
    expect(made).to.deep.include({warnings: [], errors: []})
  })
})
