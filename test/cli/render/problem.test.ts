import {expect} from 'chai'
import {renderProblem} from '../../../src/cli/render/problem.js'

const lines = ['mods:', '  read:', '    delimeter: "|"']
const source = (_file: string, line: number) => lines[line - 1]
const problem = {
  code: 'unknown_param',
  message: 'csv_reader has no parameter "delimeter"',
  at: {file: 'daily.yaml', line: 3, column: 5, length: 9},
  hint: 'did you mean "delimiter"?',
}

describe('a problem', () => {
  it('is drawn with its code, its place, its line and its fix', () => {
    expect(renderProblem(problem, {source, color: false})).to.equal(
      [
        'error[unknown_param]: csv_reader has no parameter "delimeter"',
        '  --> daily.yaml:3:5',
        '   |',
        ' 3 |     delimeter: "|"',
        '   |     ^^^^^^^^^ did you mean "delimiter"?',
      ].join('\n'),
    )
  })

  it('is told without its line when that cannot be read', () => {
    const short =
      'error[unknown_param]: csv_reader has no parameter "delimeter"\n  --> daily.yaml:3:5\n  = did you mean "delimiter"?'
    expect(renderProblem(problem, {source: () => undefined, color: false})).to.equal(short)
  })

  it('is told without a place where it has none', () => {
    expect(renderProblem({code: 30, message: 'no'}, {color: false, severity: 'warning'})).to.equal('warning[30]: no')
  })

  it('cannot send the terminal a command, and keeps its mark in place behind tabs and in long lines', () => {
    const drawn = renderProblem(
      {...problem, message: '\u001b[2J\u202e'},
      {source: () => `${' '.repeat(4)}delimeter\u001b: "|"`, color: false},
    )
    expect(drawn).not.to.match(/[\u001b\u202e]/)
    const long = renderProblem(
      {...problem, at: {...problem.at, line: 1, column: 501}},
      {source: () => `${'x'.repeat(500)}delimeter${'y'.repeat(500)}`, color: false},
    )
    const [line = '', mark = ''] = long.split('\n').slice(-2)
    expect(line.slice(mark.indexOf('^'), mark.indexOf('^') + 9)).to.equal('delimeter')
  })
})
