import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {workbook, zipFile} from './zip-file.js'
import writeWorkbook, {type SheetData} from 'write-excel-file/node'

const at = (text: string, format = 'yyyy-mm-dd hh:mm:ss') => ({value: new Date(text), type: Date, format})

describe('excel_reader', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name = 'in.xlsx') => join(mod.folder, name)
  const write = (rows: unknown[][], sheet = 'Sheet1') => writeWorkbook(rows as SheetData, {sheet}).toFile(file())
  const run = (params: Readonly<Record<string, unknown>> = {}) => mod.run({file_path: 'in.xlsx', ...params})
  const read = async (params?: Readonly<Record<string, unknown>>) => {
    const result = await run(params)
    expect(result.errors).to.deep.equal([])
    return await mod.rows(result)
  }
  const types = async (params?: Readonly<Record<string, unknown>>) => {
    const {columns} = (await run(params)).artifacts['data'] as {columns: readonly {name: string; type: string}[]}
    return Object.fromEntries(columns.map(({name, type}) => [name, type]))
  }
  const problem = async (params?: Readonly<Record<string, unknown>>) => {
    const {errors, exit_code: code} = await run(params)
    return {message: errors[0]?.message ?? '', name: errors[0]?.code, code}
  }

  it('gives each column the type that all of its values share', async () => {
    await write([
      ['id', 'n', 'price', 'ok', 'day', 'seen', 'time', 'none', 'some'],
      ['007', 1, 1, true, at('2024-02-29'), at('2024-02-29T12:30:00Z'), at('1899-12-30T08:15:00Z'), null, 1],
      ['008', 2, 2.5, false, at('2024-03-01'), at('2024-03-01'), at('1899-12-30T23:59:59Z'), null, null],
    ])
    expect(await types()).to.deep.equal({
      id: 'VARCHAR',
      n: 'BIGINT',
      price: 'DOUBLE',
      ok: 'BOOLEAN',
      day: 'DATE',
      seen: 'TIMESTAMP',
      time: 'TIME',
      none: 'VARCHAR',
      some: 'BIGINT',
    })
    const [first, second] = await read()
    expect(first).to.deep.equal({
      id: '007',
      n: 1,
      price: 1,
      ok: true,
      day: '2024-02-29',
      seen: '2024-02-29T12:30:00',
      time: '08:15:00',
      none: null,
      some: 1,
    })
    expect(second).to.include({price: 2.5, day: '2024-03-01', seen: '2024-03-01T00:00:00', time: '23:59:59', some: null})
  })

  it('counts what it read', async () => {
    await write([
      ['a', 'b'],
      [1, 'x'],
      [2, 'y'],
    ])
    const result = await run()
    expect(result.metrics).to.deep.equal({
      rows_read: 2,
      rows_rejected: 0,
      columns_read: 2,
      file_size_bytes: (await stat(file())).size,
    })
    expect(result.globals).to.include({row_count: 2, column_count: 2})
  })

  it('makes text of a column of several kinds, and says where each is', async () => {
    await write([['a'], [1], ['x'], [at('2024-02-29')], [1.5]])
    const result = await run()
    expect(result.status).to.equal('warning')
    expect(result.warnings[0]?.message).to.equal(
      'column "a" is text, since it holds values of several kinds: integer in row 2, text in row 3, date in row 4, number in row 5',
    )
    expect((await mod.rows(result)).map(({a}) => a)).to.deep.equal(['1', 'x', '2024-02-29', '1.5'])
  })

  it('writes numbers as text without an exponent, truths as Excel shows them', async () => {
    await write([['a'], ['x'], [true], [1e21], [-1.5e-7], [0.1]])
    expect((await read()).map(({a}) => a)).to.deep.equal(['x', 'TRUE', '1000000000000000000000', '-0.00000015', '0.1'])
  })

  it('reads the smallest and the largest number as it stands', async () => {
    const numbers = [5e-324, Number.MAX_VALUE, -1.7e-300, 0.1, 1e21, 1e-7]
    await write([['n'], ...numbers.map((n) => [n])])
    expect((await read()).map(({n}) => n)).to.deep.equal(numbers)
    await write([['n'], [1e-7]])
    expect(await read({types: {n: 'decimal'}})).to.deep.equal([{n: 1e-7}])
  })

  it('leaves everything text where that is asked for', async () => {
    await write([
      ['a', 'b'],
      [1, true],
    ])
    expect(await read({infer_types: false})).to.deep.equal([{a: '1', b: 'TRUE'}])
  })

  it('passes over empty rows and columns, and keeps white space', async () => {
    await write([[null, null], [null, 'a', null, 'b'], [null, ' x ', null, 1], [], [null, 'y', null, 2], [null]])
    expect(await read()).to.deep.equal([
      {a: ' x ', b: 1},
      {a: 'y', b: 2},
    ])
  })

  it('takes names from a list, or makes them, and passes over rows at the top', async () => {
    await write([['Report of May'], ['a', 'b'], [1, 2]])
    expect(await read({skip_rows: 1})).to.deep.equal([{a: 1, b: 2}])
    expect(await read({skip_rows: 2, header: ['x', 'y']})).to.deep.equal([{x: 1, y: 2}])
    expect(await read({skip_rows: 2, header: false})).to.deep.equal([{column_1: 1, column_2: 2}])
  })

  it('gives a name, and a warning, to a column that has none', async () => {
    await write([
      ['a', null],
      [1, 2],
    ])
    const result = await run()
    expect(await mod.rows(result)).to.deep.equal([{a: 1, column_2: 2}])
    expect(result.warnings[0]).to.include({code: 'excel_unnamed_column'})
  })

  it('reads the sheet of a name or number, and lists the sheets where there is none', async () => {
    const sheets = ['One', 'Two'].map((sheet) => ({sheet, data: [['s'], [sheet]]}))
    await writeWorkbook(sheets).toFile(file())
    expect(await read({sheet: 'Two'})).to.deep.equal([{s: 'Two'}])
    expect(await read({sheet: 2})).to.deep.equal([{s: 'Two'}])
    expect(await problem({sheet: 'Twoo'})).to.deep.equal({
      message: `${file()} has no sheet "Twoo": its sheets are "One", "Two". Did you mean "Two"?`,
      name: 'excel_no_sheet',
      code: 30,
    })
    expect(await problem({sheet: 3})).to.include({name: 'excel_no_sheet'})
    expect((await problem({sheet: 'Customers'})).message).to.match(/its sheets are "One", "Two"$/)
  })

  it('keeps the columns asked for, in that order, and stops after max_rows', async () => {
    await write([
      ['a', 'b', 'c'],
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(await read({columns: ['c', 'a'], max_rows: 1})).to.deep.equal([{c: 3, a: 1}])
    expect(await types({header: false, max_rows: 0})).to.have.keys('column_1', 'column_2', 'column_3')
  })

  it('names every column that is not there', async () => {
    await write([['amount'], [1]])
    const {errors} = await run({columns: ['amuont'], types: {nothing: 'text'}})
    expect(errors.map(({message}) => message)).to.have.length(2)
    expect(errors[0]?.message).to.contain('did you mean "amount"?')
  })

  describe('with types', () => {
    beforeEach(() =>
      write([
        ['id', 'n'],
        ['007', '5'],
        ['008', 'five'],
        ['x', 1],
      ]),
    )

    it('fails at the first value that does not fit', async () => {
      expect(await problem({types: {n: 'integer'}})).to.deep.equal({
        message: `${file()}, row 3: "five" in column "n" is no integer`,
        name: 'excel_bad_row',
        code: 30,
      })
    })

    it('moves rows aside with their place, reason and values', async () => {
      const result = await run({types: {n: 'integer'}, on_bad_row: 'collect'})
      expect(await mod.rows(result)).to.deep.equal([
        {id: '007', n: 5},
        {id: 'x', n: 1},
      ])
      expect(await mod.rows(result, 'rejected')).to.deep.equal([
        {
          file: file(),
          line: 3,
          column: 2,
          code: 'bad_value',
          reason: '"five" in column "n" is no integer',
          raw: '["008","five"]',
        },
      ])
      expect(result.metrics).to.include({rows_read: 3, rows_rejected: 1})
    })

    it('writes them to a file where one is named', async () => {
      const result = await run({types: {n: 'integer'}, on_bad_row: 'collect', rejects_file: 'bad.csv'})
      expect(result.artifacts['rejects_file']).to.equal(file('bad.csv'))
      expect((await readFile(file('bad.csv'), 'utf8')).split('\n')).to.have.length(3)
      expect(await problem({rejects_file: 'bad.csv'})).to.include({name: 'wrong_value', code: 20})
    })

    it('bears as many bad rows as max_rejects says', async () => {
      expect(await problem({types: {n: 'integer'}, on_bad_row: 'skip', max_rejects: 0})).to.include({
        name: 'excel_too_many_rejects',
      })
      expect(await problem({types: {n: 'integer'}, on_bad_row: 'skip', max_rejects: '30%'})).to.include({
        name: 'excel_too_many_rejects',
      })
      expect((await run({types: {n: 'integer'}, on_bad_row: 'skip', max_rejects: '40%'})).status).to.equal('success')
    })
  })

  it('reads texts that mean null as such', async () => {
    await write([
      ['a', 'b'],
      ['NA', 1],
      ['x', 2],
    ])
    expect(await read({null_values: ['NA']})).to.deep.equal([
      {a: null, b: 1},
      {a: 'x', b: 2},
    ])
  })

  it('refuses two columns of one name', async () => {
    await write([
      ['a', 'A'],
      [1, 2],
    ])
    expect(await problem()).to.include({name: 'excel_bad_sheet', code: 30})
  })

  it('refuses an empty sheet', async () => {
    await write([])
    expect(await problem()).to.include({name: 'excel_bad_sheet'})
    await write([['a', 'b']])
    expect(await read()).to.deep.equal([])
  })

  it('says what is wrong with a file that is no workbook, or is broken', async () => {
    await write(Array.from({length: 500}, (_, n) => [`text ${String(n)}`, n]))
    const whole = await readFile(file())
    const cases: readonly (readonly [string, Buffer, RegExp])[] = [
      ['text', Buffer.from('id,name\n1,Ann\n'), /is no workbook/],
      ['empty', Buffer.alloc(0), /is empty/],
      ['old format', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex'), /old format \.xls, or has a password/],
      ['cut', whole.subarray(0, whole.length / 2), /is damaged/],
      ['cut within its last record', whole.subarray(0, -10), /is damaged/],
      ['shorter than a zip file can be', whole.subarray(0, 10), /is damaged/],
      [
        'hollow',
        Buffer.concat([whole.subarray(0, 200), Buffer.alloc(whole.length - 1200, 7), whole.subarray(-1000)]),
        /is damaged|is no workbook/,
      ],
    ]
    for (const [name, bytes, message] of cases) {
      await writeFile(file(), bytes)
      const found = await problem()
      expect(found.message, name).to.match(message)
      expect(found, name).to.include({name: 'excel_unreadable', code: 30})
    }
  })

  describe('with what other programs write', () => {
    const sheetOf = (rows: string) => {
      const transform = (sheet: string) => sheet.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${rows}</sheetData>`)
      const features = [{files: {transform: {'xl/worksheets/sheet{id}.xml': {transform}}}}]
      return writeWorkbook([['x']], {sheet: 'Sheet1'}, {features}).toFile(file())
    }
    const head = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'

    it('takes the value of a formula, null for an error, and passes over rows that the sheet leaves out', async () => {
      await sheetOf(`${head}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"x"</f><v>x</v></c></row>
        <row r="5"><c r="A5" t="e"><f>NA()</f><v>#N/A</v></c><c r="B5" t="inlineStr"><is><t>y</t></is></c></row>`)
      expect(await read()).to.deep.equal([
        {a: 2, b: 'x'},
        {a: null, b: 'y'},
      ])
      const rejected = await run({types: {b: 'integer'}, on_bad_row: 'collect'})
      expect((await mod.rows(rejected, 'rejected')).map(({line}) => line)).to.deep.equal([2, 5])
    })

    it('says so where it cannot follow them', async () => {
      for (const rows of [
        '<row><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
      ]) {
        await sheetOf(rows)
        const found = await problem()
        expect(found, rows).to.include({name: 'excel_unreadable', code: 30})
        expect(found.message, rows).to.match(/is damaged.* Open it in Excel and save it again$/)
      }
      await write([['a'], [1]])
      const bytes = (await readFile(file())).toString('latin1')
      await writeFile(file(), bytes.replaceAll('xl/', 'zz/'), 'latin1')
      expect((await problem()).message).to.match(/is no \.xlsx workbook: it is a zip file of another kind/)
    })
  })

  it('refuses a workbook whose cells reach further than the memory, before it reads them', async () => {
    const row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    await writeFile(file(), zipFile(workbook(row)))
    const found = await problem()
    expect(found).to.include({name: 'excel_too_large', code: 30})
    expect(found.message).to.match(/its cells lie in 1048576 rows and 16384 columns/)
  })
})
