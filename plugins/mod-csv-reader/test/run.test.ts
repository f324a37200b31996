import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

describe('csv_reader', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const write = (content: Uint8Array | string, name = 'in.csv') => writeFile(join(mod.folder, name), content)
  const read = async (content: Uint8Array | string, params: object = {}) => {
    await write(content)
    const result = await mod.run({file_path: 'in.csv', ...params})
    return {result, rows: await mod.rows(result), codes: result.errors.map(({code}) => code)}
  }

  it('reads a table with the types that all of its values have, and counts what it read', async () => {
    const content =
      'id,n,price,day,ok,name\n00123,1,1.50,2024-01-02,true,"a, ""b"""\n00124,2,2.25,2024-01-03,false,"two\nlines"\n'
    const {result, rows} = await read(content)
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(rows).to.deep.equal([
      {id: '00123', n: 1, price: 1.5, day: '2024-01-02', ok: true, name: 'a, "b"'},
      {id: '00124', n: 2, price: 2.25, day: '2024-01-03', ok: false, name: 'two\nlines'},
    ])
    expect(result.metrics).to.deep.equal({rows_read: 2, rows_rejected: 0, columns_read: 6, file_size_bytes: content.length})
    expect(result.globals).to.deep.equal({row_count: 2, column_count: 6, file_size: content.length})
  })

  it('reads BOM and CRLF', async () => {
    expect((await read('\ufeffa,b\r\n1,x\r\n2,y\r\n')).rows).to.deep.equal([
      {a: 1, b: 'x'},
      {a: 2, b: 'y'},
    ])
  })

  it('reads the encodings it is told', async () => {
    for (const [encoding, bytes] of [
      ['latin-1', Buffer.from('a\nZoë\n', 'latin1')],
      ['cp1252', Buffer.from([0x61, 0x0a, 0x80, 0x0a])],
      ['utf-16', Buffer.from('\ufeffa\nZoë\n', 'utf16le')],
    ] as const) {
      const {rows, codes} = await read(bytes, {encoding})
      expect([encoding, codes, rows]).to.deep.equal([encoding, [], [{a: encoding === 'cp1252' ? '€' : 'Zoë'}]])
    }
  })

  const settings: readonly (readonly [string, string, object, object[]])[] = [
    ['delimiter', 'a|b\n1|2\n', {delimiter: '|'}, [{a: 1, b: 2}]],
    ['quote', "a,b\n'x,y',2\n", {quote: "'"}, [{a: 'x,y', b: 2}]],
    ['escape', 'a\n"x\\"y"\n', {escape: '\\'}, [{a: 'x"y'}]],
    ['header false', '1,2\n', {header: false}, [{column_1: 1, column_2: 2}]],
    ['header with names', '1,2\n', {header: ['x', 'y']}, [{x: 1, y: 2}]],
    ['skip_rows', 'made by a tool\na\n1\n', {skip_rows: 1}, [{a: 1}]],
    ['max_rows', 'a\n1\n2\n3\n', {max_rows: 2}, [{a: 1}, {a: 2}]],
    ['columns', 'a,b,c\n1,2,3\n', {columns: ['c', 'a']}, [{c: 3, a: 1}]],
    ['types', 'a,b\n1,2\n', {types: {a: 'text', b: 'double'}}, [{a: '1', b: 2}]],
    ['infer_types', 'a\n1\n', {infer_types: false}, [{a: '1'}]],
    [
      'null_values',
      'a,b\nNA,\n"NA",x\n',
      {null_values: ['', 'NA']},
      [
        {a: null, b: null},
        {a: 'NA', b: 'x'},
      ],
    ],
  ]
  for (const [name, content, params, expected] of settings) {
    it(`heeds ${name}`, async () => {
      const {rows, codes} = await read(content, params)
      expect(codes).to.deep.equal([])
      expect(rows).to.deep.equal(expected)
    })
  }

  const ragged = 'a,b\n1,2\n3\n4,5,6\n7,8\n'
  it('fails at the first bad row, with its line, unless told otherwise', async () => {
    const {result} = await read(ragged)
    expect(result.exit_code).to.equal(30)
    expect(result.errors[0]).to.deep.include({
      code: 'csv_bad_row',
      at: {file: join(mod.folder, 'in.csv'), line: 3, column: result.errors[0]?.at?.column},
    })
  })

  it('skips bad rows and counts them', async () => {
    const {result, rows} = await read(ragged, {on_bad_row: 'skip'})
    expect(rows).to.deep.equal([
      {a: 1, b: 2},
      {a: 7, b: 8},
    ])
    expect(result.metrics).to.include({rows_read: 4, rows_rejected: 2})
    expect(await mod.rows(result, 'rejected')).to.deep.equal([])
  })

  it('collects bad rows with line, code, reason and text', async () => {
    const {result} = await read(ragged, {on_bad_row: 'collect'})
    const rejected = await mod.rows(result, 'rejected')
    expect(rejected.map(({line, code, raw}) => [line, code, raw])).to.deep.equal([
      [3, 'too_few_fields', '3'],
      [4, 'too_many_fields', '4,5,6'],
    ])
    expect(result.status).to.equal('success')
  })

  it('fails when more rows are bad than max_rejects allows', async () => {
    const {codes} = await read(ragged, {on_bad_row: 'collect', max_rejects: 1})
    expect(codes).to.deep.equal(['csv_too_many_rejects'])
  })

  it('ends with a warning when there is a header only', async () => {
    const {result, rows} = await read('a,b\n')
    expect([result.status, result.exit_code, result.warnings[0]?.code]).to.deep.equal(['warning', 10, 'csv_no_rows'])
    expect(rows).to.deep.equal([])
    expect(result.globals).to.include({row_count: 0, column_count: 2})
  })

  it('refuses a file that is not there, before it runs, with 20', async () => {
    const result = await mod.run({file_path: 'nope.csv'})
    expect([result.exit_code, result.errors[0]?.code]).to.deep.equal([20, 'input_file_missing'])
  })

  it('reads a glob in the order of the names, and a file whose name looks like one', async () => {
    await mkdir(join(mod.folder, 'd'))
    await write('a\n2\n', 'd/p2.csv')
    await write('a\n1\n', 'd/p1.csv')
    await write('a\n9\n', 'd/[p].csv')
    expect(await mod.rows(await mod.run({file_path: 'd/p?.csv'}))).to.deep.equal([{a: 1}, {a: 2}])
    expect(await mod.rows(await mod.run({file_path: 'd/[p].csv'}))).to.deep.equal([{a: 9}])
  })

  const refused: readonly (readonly [string, Uint8Array | string, string])[] = [
    ['a NUL byte', 'a,b\n1,x\0y\n', 'csv_bad_row'],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0x0a, 0xff, 0x0a]), 'csv_bad_row'],
    ['a quote that is never closed', 'a\n"x\n', 'csv_bad_row'],
    ['a column name that stands twice', 'a,b,a\n1,2,3\n', 'csv_duplicate_column'],
    ['an empty file', '', 'csv_empty_file'],
  ]
  for (const [what, content, code] of refused) {
    it(`refuses ${what}, never guesses`, async () => {
      expect((await read(content)).codes).to.deep.equal([code])
    })
  }

  it('takes base_path and encoding from the globals, and its own parameters before them', async () => {
    await mkdir(join(mod.folder, 'data'))
    await write(Buffer.from('a\nZoë\n', 'latin1'), 'data/in.csv')
    const globals = {base_path: 'data', encoding: 'latin-1'}
    expect(await mod.rows(await mod.run({file_path: 'in.csv'}, {globals}))).to.deep.equal([{a: 'Zoë'}])
    const {errors} = await mod.run({file_path: 'in.csv', encoding: 'utf-8'}, {globals})
    expect(errors[0]).to.deep.include({code: 'csv_bad_row'})
    expect(errors[0]?.at).to.include({line: 2})
  })

  it('moves a value that does not fit its type to rejected, with the column', async () => {
    const {result, rows} = await read('id,day\n1,2024-01-02\n2,02/01/2024\n', {types: {day: 'date'}, on_bad_row: 'collect'})
    expect(rows).to.deep.equal([{id: 1, day: '2024-01-02'}])
    const [bad] = await mod.rows(result, 'rejected')
    expect(bad).to.include({line: 3, raw: '2,02/01/2024'})
    expect(bad?.['reason']).to.contain('"02/01/2024" in column "day"')
  })

  it('refuses a column that is not in the file, with the nearest', async () => {
    const {result} = await read('name,age\nx,1\n', {columns: ['nmae', 'age']})
    expect(result.errors[0]).to.include({code: 'csv_unknown_column'})
    const {result: typed} = await read('name,age\nx,1\n', {types: {agee: 'integer'}})
    expect(typed.errors[0]).to.include({code: 'csv_unknown_column', hint: 'did you mean "age"?'})
  })

  it('refuses what its schema does not have, before it runs, with 20', async () => {
    const {result} = await read('a\n1\n', {delimeter: ';', skip_rows: -1, on_bad_row: 'ignore', header: 'yes', max_rows: 1.5})
    expect(result.exit_code).to.equal(20)
    expect(result.errors.map(({code}) => code)).to.have.members(['unknown_param', ...Array<string>(4).fill('invalid_param')])
    expect(result.errors.find(({code}) => code === 'unknown_param')?.hint).to.equal('did you mean "delimiter"?')
  })
})
