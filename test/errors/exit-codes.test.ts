import {expect} from 'chai'
import {catalogue} from '../../src/errors/catalogue.js'
import {exitCodes, isExitCode, worstExitCode} from '../../src/errors/exit-codes.js'
import {exitCodeOfAll, problem} from '../../src/errors/problem.js'

describe('exit codes', () => {
  it('are the table that users script against', () => {
    expect(exitCodes).to.deep.equal({
      success: 0,
      bug: 1,
      usage: 2,
      warning: 10,
      validation: 20,
      mod_failed: 30,
      timeout: 40,
      cancelled: 50,
      already_running: 60,
    })
  })

  it('of several are the worst', () => {
    expect(worstExitCode([0, 30, 10])).to.equal(30)
    expect(worstExitCode([])).to.equal(0)
  })

  it('of problems come from the catalogue, and are 30 for what a mod gave', () => {
    expect(exitCodeOfAll([problem('input_file_missing', 'x')])).to.equal(20)
    expect(exitCodeOfAll([{code: 'E_MOD', message: 'x'}])).to.equal(30)
    expect(exitCodeOfAll([problem('cancelled', 'x'), problem('mod_threw', 'y')])).to.equal(50)
  })
})

describe('the catalogue of problems', () => {
  it('gives every code an exit code of the table, a meaning and a fix', () => {
    for (const [code, entry] of Object.entries(catalogue)) {
      expect(code).to.match(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
      expect(isExitCode(entry.exit_code), code).to.equal(true)
      expect(entry.meaning, code).to.match(/\.$/)
      expect(entry.fix, code).to.match(/\.$/)
    }
  })
})
