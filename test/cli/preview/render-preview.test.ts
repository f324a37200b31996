import {expect} from 'chai'
import {renderPreview} from '../../../src/cli/preview/render-preview.js'
import type {PreviewDocument} from '../../../src/sdk/preview.js'

const document: PreviewDocument = {
  status: 'success',
  exit_code: 0,
  source: 'in.csv',
  format: 'csv',
  columns: [
    {name: 'id', type: 'BIGINT'},
    {name: 'price', type: 'DECIMAL(15,2)'},
    {name: 'note', type: 'VARCHAR'},
  ],
  types_of: 'first_rows',
  rows: [
    [1, 2.5, 'null'],
    [20, null, 'a\tb\u001b[0m'],
    [3, 10, ''],
  ],
  rows_shown: 3,
  rows_total: 1234,
  rows_rejected: 0,
  warnings: [],
}
const drawn = (more: Partial<PreviewDocument> = {}, width = 80, color = false) =>
  renderPreview({...document, ...more}, {terminal: true, width, color})

describe('a preview on a terminal', () => {
  it('is a table with types under the names, numbers at the right, and all that is hidden in text visible', () => {
    expect(drawn().table.split('\n')).to.deep.equal([
      '┌────────┬───────────────┬─────────┐',
      '│     id │         price │ note    │',
      '│ BIGINT │ DECIMAL(15,2) │ VARCHAR │',
      '├────────┼───────────────┼─────────┤',
      '│      1 │          2.50 │ "null"  │',
      '│     20 │          null │ a␉b␛[0m │',
      '│      3 │         10.00 │ ""      │',
      '└────────┴───────────────┴─────────┘',
    ])
  })

  it('dims null where there are colours, and nothing else', () => {
    const {table} = drawn({columns: [{name: 'null', type: 'VARCHAR'}], rows: [[null], ['null'], ['x null y']]}, 80, true)
    expect(table.split('\u001B[2mnull\u001B[22m')).to.have.length(2)
    expect(table.split('\n')[4]).to.include('\u001B[2mnull\u001B[22m')
  })

  it('never gets wider than the terminal, and says how many columns are shown', () => {
    const columns = Array.from({length: 40}, (_, index) => ({name: `a_column_of_a_long_name_${String(index)}`, type: 'VARCHAR'}))
    const wide = {columns, rows: [columns.map(() => '長い'.repeat(50))]}
    for (const width of [20, 40, 80, 200]) {
      const {table, summary} = drawn(wide, width)
      for (const line of table.split('\n')) expect(widthOf(line)).to.be.at.most(width)
      expect(summary).to.include(`${String(table.split('\n')[0]?.split('┬').length)} of 40 columns (--columns picks others)`)
    }
  })

  it('says how much of it there is, in words that hold', () => {
    expect(drawn().summary).to.equal('3 of 1,234 rows · 3 columns · types of the first rows')
    expect(drawn({rows_total: null}).summary).to.equal('the first 3 rows · 3 columns · types of the first rows')
    expect(drawn({rows_total: 3, types_of: 'all', rows_rejected: 1}).summary).to.equal('3 rows · 3 columns · 1 row left out')
  })
})

/** East Asian characters take two cells. */
function widthOf(line: string): number {
  return [...line].reduce((width, char) => width + (/[\u3041-\u9fff]/.test(char) ? 2 : 1), 0)
}
