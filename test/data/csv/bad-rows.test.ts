import {expect} from 'chai'
import type {CsvReadOptions} from '../../../src/model/table-files.js'
import {cellsOf, problemOf, useEngine} from '../use-engine.js'

describe('a bad row', () => {
  const use = useEngine()
  const read = async (content: Uint8Array | string, options: CsvReadOptions = {}) =>
    await use.data.readCsv(await use.file('in.csv', content), options)

  const kinds: readonly {
    code: string
    content: Uint8Array | string
    line: number
    column: number
    raw: string
    good: unknown[][]
    options?: CsvReadOptions
  }[] = [
    {
      code: 'too_few_fields',
      content: 'a,b\n1,2\n3\n4,5\n',
      line: 3,
      column: 2,
      raw: '3',
      good: [
        [1, 2],
        [4, 5],
      ],
    },
    {
      code: 'too_many_fields',
      content: 'a,b\n1,2\n3,4,5\n6,7\n',
      line: 3,
      column: 5,
      raw: '3,4,5',
      good: [
        [1, 2],
        [6, 7],
      ],
    },
    {
      code: 'text_after_quote',
      content: 'a,b\n1,2\n3,"x"y\n4,5\n',
      line: 3,
      column: 6,
      raw: '3,"x"y',
      good: [
        [1, 2],
        [4, 5],
      ],
    },
    {
      code: 'text_after_quote',
      content: 'a,b\n1,2\n3,"x\n4,"y"\n6,7\n',
      line: 3,
      column: 3,
      raw: '3,"x',
      good: [
        [1, '2'],
        [4, 'y'],
        [6, '7'],
      ],
    },
    {
      code: 'unclosed_quote',
      content: 'a,b\n1,2\n3,"x\n4,5\n6,7\n',
      line: 3,
      column: 3,
      raw: '3,"x',
      good: [
        [1, 2],
        [4, 5],
        [6, 7],
      ],
    },
    {code: 'unclosed_quote', content: 'a,b\n1,2\n3,"x', line: 3, column: 3, raw: '3,"x', good: [[1, 2]]},
    {
      code: 'nul_byte',
      content: 'a,b\n1,2\n3,x\0y\n4,5\n',
      line: 3,
      column: 4,
      raw: '3,x\0y',
      good: [
        [1, 2],
        [4, 5],
      ],
    },
    {
      code: 'undecodable',
      content: Buffer.from('a,b\n1,2\nö,\xFF\n4,5\n', 'latin1'),
      line: 3,
      column: 1,
      raw: '\u{FFFD},\u{FFFD}',
      good: [
        [1, 2],
        [4, 5],
      ],
    },
    {
      code: 'bad_value',
      content: 'a,b\n1,2\n"3",x\n4,5\n',
      line: 3,
      column: 5,
      raw: '"3",x',
      good: [
        [1, 2],
        [4, 5],
      ],
      options: {types: {b: 'integer'}},
    },
    {
      code: 'too_few_fields',
      content: 'a,b\r\n1,"x\r\ny\r\n"\r\n2\r\n3,4\r\n',
      line: 5,
      column: 2,
      raw: '2',
      good: [
        [1, 'x\r\ny\r\n'],
        [3, '4'],
      ],
    },
  ]

  for (const {code, content, line, column, raw, good, options = {}} of kinds) {
    describe(`(${code}, line ${String(line)} of ${JSON.stringify(content.toString())})`, () => {
      it('ends the read by default, with its place', async () => {
        const bad = await problemOf(read(content, options))
        expect(bad).to.deep.include({code: 'csv_bad_row', at: {file: use.path('in.csv'), line, column}})
      })

      it('is counted and left out with skip', async () => {
        const result = await read(content, {...options, on_bad_row: 'skip'})
        expect(await cellsOf(result.data)).to.deep.equal(good)
        expect([result.rows_rejected, result.rows_read]).to.deep.equal([1, good.length + 1])
        expect(await result.rejected.rows()).to.deep.equal([])
      })

      it('is kept with its reason with collect', async () => {
        const result = await read(content, {...options, on_bad_row: 'collect'})
        expect(await cellsOf(result.data)).to.deep.equal(good)
        const [reject, ...others] = await result.rejected.rows()
        expect(others).to.deep.equal([])
        expect(reject).to.deep.include({file: use.path('in.csv'), line, column, code, raw})
        expect(reject?.['reason']).to.be.a('string').that.is.not.equal('')
      })
    })
  }

  it('of every kind is told in the order of the file', async () => {
    const text = 'n,s\nx,1\n1\n2,2\ny,3\n3,4,5\nz,6\n4,"\n'
    const {rejected, data, rows_rejected: count} = await read(text, {on_bad_row: 'collect', types: {n: 'integer'}})
    expect((await rejected.rows()).map(({line, code}) => [line, code])).to.deep.equal([
      [2, 'bad_value'],
      [3, 'too_few_fields'],
      [5, 'bad_value'],
      [6, 'too_many_fields'],
      [7, 'bad_value'],
      [8, 'unclosed_quote'],
    ])
    expect(await cellsOf(data)).to.deep.equal([[2, 2]])
    expect(count).to.equal(6)
  })

  it('is the first of the file in the problem, whichever check finds it', async () => {
    expect((await problemOf(read('n,s\nx,1\n1\n', {types: {n: 'integer'}}))).at?.line).to.equal(2)
    expect((await problemOf(read('n,s\n1\nx,1\n', {types: {n: 'integer'}}))).at?.line).to.equal(2)
  })

  it('is none where a quote stands inside an unquoted field', async () => {
    const {data} = await read('a,b\n7\'11",x"y"\n ""1,2""\n')
    expect(await cellsOf(data)).to.deep.equal([
      ['7\'11"', 'x"y"'],
      [' ""1', '2""'],
    ])
  })

  it('does not decide the types of the good ones', async () => {
    const {data} = await read('a,b\n1,2\nx\n', {on_bad_row: 'skip'})
    expect(data.columns.map(({type}) => type)).to.deep.equal(['BIGINT', 'BIGINT'])
  })

  it('fails the read when there are more than max_rejects', async () => {
    const text = 'a,b\n1\n2\n3,4\n'
    expect((await read(text, {on_bad_row: 'skip', max_rejects: 2})).rows_rejected).to.equal(2)
    const bad = await problemOf(read(text, {on_bad_row: 'collect', max_rejects: 1}))
    expect(bad).to.deep.include({code: 'csv_too_many_rejects', at: {file: use.path('in.csv'), line: 3, column: 2}})
  })

  it('counts towards max_rows', async () => {
    const {data, rows_read: rows} = await read('a,b\n1\n2,3\n4,5\n', {on_bad_row: 'skip', max_rows: 2})
    expect(await cellsOf(data)).to.deep.equal([[2, 3]])
    expect(rows).to.equal(2)
  })

  it('may be a row of the header, which ends the read even with collect', async () => {
    const bad = await problemOf(read('a,"b\n1,2\n', {on_bad_row: 'collect'}))
    expect(bad).to.deep.include({code: 'csv_bad_row', at: {file: use.path('in.csv'), line: 1, column: 3}})
    expect((await problemOf(read(Buffer.from([0x61, 0xff, 0x0a])))).code).to.equal('csv_bad_row')
  })

  it('costs one line each, however many there are', async () => {
    const lines = Array.from({length: 3000}, (_, index) => (index % 2 === 0 ? `${String(index)},"x"y` : `${String(index)},z`))
    const {data, rejected} = await read(`a,b\n${lines.join('\n')}\n`, {on_bad_row: 'collect'})
    expect(await data.count()).to.equal(1500)
    expect((await rejected.rows()).map(({line}) => line)).to.deep.equal(Array.from({length: 1500}, (_, index) => 2 * index + 2))
  })

  it('across the pieces a file is read in is found all the same', async () => {
    const filler = Array.from({length: 60_000}, (_, index) => `${String(index)},é${'x'.repeat(index % 7)}`).join('\n')
    const content = Buffer.concat([
      Buffer.from(`a,b\n${filler}\n1,`),
      Buffer.from([0xc3]),
      Buffer.from(`\n2,"${'y\n'.repeat(200_000)}"\n3\n`),
    ])
    const {data, rejected} = await read(content, {on_bad_row: 'collect'})
    expect(await data.count()).to.equal(60_001)
    expect((await rejected.rows()).map(({line, code}) => [line, code])).to.deep.equal([
      [60_002, 'undecodable'],
      [260_004, 'too_few_fields'],
    ])
  })

  it('may be a row of more than 16 MiB, in bounded memory', async () => {
    const long = 'x'.repeat(17 * 1024 * 1024)
    const {data, rejected} = await read(`a,b\n1,2\n3,${long}\n4,5\n`, {on_bad_row: 'collect'})
    expect(await cellsOf(data)).to.deep.equal([
      [1, 2],
      [4, 5],
    ])
    const [reject] = await rejected.rows()
    expect(reject).to.deep.include({line: 3, code: 'field_too_long'})
    expect(String(reject?.['raw']).length).to.be.at.most(64 * 1024)
  })

  it('that opens a quote which is never closed costs its own line, not the rest of the file', async () => {
    const {data, rejected} = await read(`a,b\n1,"2\n${`3,${'x'.repeat(200)}\n`.repeat(90_000)}`, {on_bad_row: 'collect'})
    expect(await data.count()).to.equal(90_000)
    expect((await rejected.rows()).map(({line, code}) => [line, code])).to.deep.equal([[2, 'field_too_long']])
  })
})
