import {expect} from 'chai'
import {renderTable} from '../../../src/cli/render/table.js'

const columns = [
  {name: 'NAME', type: 'text'},
  {name: 'ROWS', type: 'integer', align: 'right'},
] as const

describe('renderTable', () => {
  it('writes tab-separated lines where there is no terminal', () => {
    expect(
      renderTable(
        columns,
        [
          ['a', '1'],
          ['b\tb\nb', '22'],
        ],
        {terminal: false},
      ),
    ).to.equal('NAME\tROWS\na\t1\nb b b\t22')
  })

  it('draws boxes on a terminal, types under the names and numbers to the right', () => {
    expect(
      renderTable(
        columns,
        [
          ['a', '1'],
          ['bbbbbb', '22'],
        ],
        {terminal: true},
      ),
    ).to.equal(
      [
        '┌────────┬─────────┐',
        '│ NAME   │    ROWS │',
        '│ text   │ integer │',
        '├────────┼─────────┤',
        '│ a      │       1 │',
        '│ bbbbbb │      22 │',
        '└────────┴─────────┘',
      ].join('\n'),
    )
  })

  it('fits the terminal by cutting the widest cells', () => {
    const text = renderTable([{name: 'A'}, {name: 'B'}], [['short', 'long '.repeat(40)]], {terminal: true, width: 40})
    expect(text.split('\n').map((line) => line.length)).to.deep.equal([40, 40, 40, 40, 40])
    expect(text).to.include('short').and.include('…')
  })

  it('cuts names that are to be kept after everything else', () => {
    const fitting = [{name: 'TYPE', fit: 'keep'}, {name: 'B'}] as const
    const text = renderTable(fitting, [['a_rather_long_name', 'long '.repeat(40)]], {terminal: true, width: 40})
    expect(text).to.include('│ a_rather_long_name │ long long long… │')
    expect(renderTable(fitting, [['a'.repeat(60), 'b'.repeat(60)]], {terminal: true, width: 20}).split('\n')[3]).to.have.length(
      20,
    )
  })

  it('goes on in lines below with a text that is to be read whole', () => {
    const fitting = [{name: 'A'}, {name: 'B', fit: 'wrap'}] as const
    const rows = [
      ['1', 'one two three four'],
      ['2', 'abcdefghijklmnop'],
    ]
    expect(renderTable(fitting, rows, {terminal: true, width: 20}).split('\n').slice(3, -1)).to.deep.equal([
      '│ 1 │ one two      │',
      '│   │ three four   │',
      '│ 2 │ abcdefghijkl │',
      '│   │ mnop         │',
    ])
    expect(renderTable(fitting, rows, {terminal: false})).to.include('2\tabcdefghijklmnop')
  })

  it('keeps columns straight where characters are two cells wide', () => {
    const [, , , wide, narrow] = renderTable([{name: 'A'}], [['日本'], ['abcd']], {terminal: true}).split('\n')
    expect(wide).to.equal('│ 日本 │')
    expect(narrow).to.equal('│ abcd │')
  })

  it('lets no cell steer the terminal', () => {
    expect(renderTable([{name: 'A'}], [['\u001b[31mred\u0007']], {terminal: true})).not.to.match(/[\u001b\u0007]/)
  })
})
