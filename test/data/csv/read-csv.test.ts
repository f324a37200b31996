import {gzipSync} from 'node:zlib'
import {rm, writeFile} from 'node:fs/promises'
import {expect} from 'chai'
import {cellsOf, problemOf, typesOf, useEngine} from '../use-engine.js'

describe('readCsv', () => {
  const use = useEngine()
  const read = async (text: string, options = {}) => await use.data.readCsv(await use.file('in.csv', text), options)

  describe('values', () => {
    it('gives each column the type that all of its values allow', async () => {
      const {data} = await read(
        'i,d,b,day,at,t\n1,1.50,true,2024-02-29,2024-02-29 10:00:00,x\n-20,-0.25,false,1999-12-31,1999-12-31 23:59:59.5,y\n',
      )
      expect(typesOf(data)).to.deep.equal({
        i: 'BIGINT',
        d: 'DECIMAL(15,2)',
        b: 'BOOLEAN',
        day: 'DATE',
        at: 'TIMESTAMP',
        t: 'VARCHAR',
      })
      expect(await cellsOf(data)).to.deep.equal([
        [1, 1.5, true, '2024-02-29', '2024-02-29T10:00:00', 'x'],
        [-20, -0.25, false, '1999-12-31', '1999-12-31T23:59:59.5', 'y'],
      ])
    })

    for (const [what, value] of [
      ['a leading zero', '00123'],
      ['a plus sign', '+5'],
      ['a leading space', ' 5'],
      ['a minus zero', '-0'],
      ['nineteen digits', '1234567890123456789'],
      ['an exponent', '1e3'],
      ['a grouped number', '1,000'],
      ['a hexadecimal number', '0x10'],
      ['an underscored number', '1_000'],
      ['a minus zero with a fraction', '-0.00'],
      ['a fraction without a whole part', '.5'],
      ['a fraction without digits', '5.'],
      ['thirty-nine digits', '1234567890123456789012345678901234567.89'],
      ['NaN', 'NaN'],
      ['a capital boolean', 'True'],
      ['a date that there is not', '2024-02-30'],
      ['an ambiguous date', '01/02/2024'],
      ['a date of five-digit year', '12345-01-01'],
      ['a timestamp with a T', '2024-01-01T10:00:00'],
      ['a timestamp with a zone', '2024-01-01 10:00:00Z'],
      ['a timestamp without seconds', '2024-01-01 10:00'],
      ['a timestamp whose fraction ends in zero', '2024-01-01 10:00:00.50'],
      ['infinity', 'infinity'],
      ['epoch', 'epoch'],
    ] as const) {
      it(`keeps ${what} as text`, async () => {
        const {data} = await read(`a\n"${value}"\n`)
        expect(typesOf(data)).to.deep.equal({a: 'VARCHAR'})
        expect(await cellsOf(data)).to.deep.equal([[value]])
      })
    }

    it('keeps all digits of integers beyond 2^53 and of long decimals', async () => {
      const {data} = await read('a,b\n123456789012345678,12345678901234567890.12\n1,0.10\n')
      expect(typesOf(data)).to.deep.equal({a: 'BIGINT', b: 'DECIMAL(38,2)'})
      expect(await cellsOf(data)).to.deep.equal([
        [123456789012345678n, '12345678901234567890.12'],
        [1, 0.1],
      ])
    })

    it('keeps decimals of different scales as text, since one type would rewrite them', async () => {
      const {data} = await read('a\n1.5\n1.25\n')
      expect(typesOf(data)).to.deep.equal({a: 'VARCHAR'})
    })

    it('looks at every value, not at a sample', async () => {
      const {data} = await read(`a\n${'1\n'.repeat(300_000)}x\n`)
      expect(typesOf(data)).to.deep.equal({a: 'VARCHAR'})
      expect(await data.count()).to.equal(300_001)
    })

    it('tells an empty field, which is null, from a quoted empty one, which is an empty text', async () => {
      const {data} = await read('a,b\n,""\n"",\n')
      expect(await cellsOf(data)).to.deep.equal([
        [null, ''],
        ['', null],
      ])
    })

    it('takes null_values only where they are not quoted', async () => {
      const {data} = await read('a,b\nNA,"NA"\n,-\n', {null_values: ['NA', '-']})
      expect(await cellsOf(data)).to.deep.equal([
        [null, 'NA'],
        ['', null],
      ])
    })

    it('gives a column without any value the type text', async () => {
      const {data} = await read('a,b\n1,\n2,\n')
      expect(typesOf(data)).to.deep.equal({a: 'BIGINT', b: 'VARCHAR'})
    })

    it('leaves all columns text when infer_types is false', async () => {
      const {data} = await read('a\n1\n', {infer_types: false})
      expect(await cellsOf(data)).to.deep.equal([['1']])
    })
  })

  describe('types that are given', () => {
    it('converts values, spaces around them left out', async () => {
      const types = {
        i: 'integer',
        m: 'decimal',
        d: 'double',
        b: 'boolean',
        at: 'timestamp',
        z: 'timestamptz',
        t: 'time',
        n: 'DECIMAL(10,2)',
        s: 'text',
      }
      const {data} = await read(
        'i,m,d,b,at,z,t,n,s\n 007,1.5,1e3,true,2024-01-01T10:00,2024-01-01T10:00:00+02:00,10:00:00,1.500,007\n,12.25,,,,,,,\n',
        {types},
      )
      expect(typesOf(data)).to.deep.include({
        i: 'BIGINT',
        m: 'DECIMAL(15,2)',
        n: 'DECIMAL(10,2)',
        s: 'VARCHAR',
        z: 'TIMESTAMP WITH TIME ZONE',
      })
      expect(await cellsOf(data)).to.deep.equal([
        [7, 1.5, 1000, true, '2024-01-01T10:00:00', '2024-01-01T08:00:00Z', '10:00:00', 1.5, '007'],
        [null, 12.25, null, null, null, null, null, null, null],
      ])
    })

    it('takes an empty text as null in a column that is not text', async () => {
      const {data} = await read('i,s\n"",""\n', {types: {i: 'integer', s: 'text'}})
      expect(await cellsOf(data)).to.deep.equal([[null, '']])
    })

    for (const [type, value] of [
      ['integer', '1.5'],
      ['integer', '9223372036854775808'],
      ['DECIMAL(10,2)', '1.255'],
      ['DECIMAL(4,2)', '123.45'],
      ['decimal', '1,5'],
      ['date', '2024-02-30'],
      ['date', '01/02/2024'],
      ['timestamp', '2024-01-01 10:00:00Z'],
      ['timestamptz', '2024-01-01 10:00:00'],
      ['time', '25:00'],
      ['boolean', 'maybe'],
      ['double', 'x'],
      ['TINYINT', '300'],
      ['UUID', 'x'],
    ] as const) {
      it(`refuses ${value} as ${type}`, async () => {
        const bad = await problemOf(read(`a;b\n1;\n2;${value}\n`, {delimiter: ';', types: {b: type}}))
        expect(bad).to.deep.include({code: 'csv_bad_row', message: `${JSON.stringify(value)} in column "b" is no ${type}`})
        expect(bad.at).to.deep.equal({file: use.path('in.csv'), line: 3, column: 3})
      })
    }

    it('refuses a type that there is not, and a column that there is not', async () => {
      expect(await problemOf(read('a\n1\n', {types: {a: 'intger'}}))).to.deep.include({
        code: 'unknown_column_type',
        hint: 'did you mean "integer"?',
      })
      expect(await problemOf(read('amount\n1\n', {types: {amout: 'integer'}}))).to.deep.include({
        code: 'csv_unknown_column',
        hint: 'did you mean "amount"?',
      })
    })
  })

  describe('the form of a file', () => {
    it('leaves out a byte order mark', async () => {
      const {data} = await read('\u{FEFF}a\n1\n')
      expect(typesOf(data)).to.deep.equal({a: 'BIGINT'})
    })

    it('takes \\n, \\r\\n and \\r as line ends, also mixed, and keeps them inside quotes', async () => {
      const {data} = await read('a,b\r\n1,"x\r\ny"\n2,"x\ny"\r3,z')
      expect(await cellsOf(data)).to.deep.equal([
        [1, 'x\r\ny'],
        [2, 'x\ny'],
        [3, 'z'],
      ])
    })

    it('passes over blank lines where there are several columns', async () => {
      const {data, rows_read: rows} = await read('\n\na,b\n\n1,2\n\r\n3,4\n\n')
      expect(await cellsOf(data)).to.deep.equal([
        [1, 2],
        [3, 4],
      ])
      expect(rows).to.equal(2)
    })

    it('takes a blank line as a null where there is one column', async () => {
      const {data} = await read('a\n1\n\n""\n3\n', {types: {a: 'text'}})
      expect(await cellsOf(data)).to.deep.equal([['1'], [null], [''], ['3']])
    })

    it('reads other delimiters, quotes and escapes', async () => {
      const {data} = await read("a||b\n'it\\'s'||'x||y'\n", {delimiter: '||', quote: "'", escape: '\\'})
      expect(await cellsOf(data)).to.deep.equal([["it's", 'x||y']])
    })

    it('takes quotes as they are when quoting is off', async () => {
      const {data} = await read('a,b\n"x,5" pipe\n', {quote: ''})
      expect(await cellsOf(data)).to.deep.equal([['"x', '5" pipe']])
    })

    it('reads gzip, whatever the name', async () => {
      const path = await use.file('in.csv', gzipSync('a\n1\n'))
      expect(await cellsOf((await use.data.readCsv(path)).data)).to.deep.equal([[1]])
    })

    it('says that a damaged gzip file cannot be read', async () => {
      const path = await use.file('in.csv.gz', gzipSync('a\n1\n'.repeat(1000)).subarray(0, 20))
      expect(await problemOf(use.data.readCsv(path))).to.deep.include({code: 'file_unreadable'})
    })

    it('passes over skip_rows physical lines', async () => {
      const {data} = await read('made by "us\r\n\na\n1\n', {skip_rows: 2})
      expect(await cellsOf(data)).to.deep.equal([[1]])
    })

    it('stops after max_rows', async () => {
      const {data, rows_read: rows} = await read('a\n1\n2\n3\n', {max_rows: 2})
      expect(await cellsOf(data)).to.deep.equal([[1], [2]])
      expect(rows).to.equal(2)
    })

    it('keeps the columns asked for, in that order', async () => {
      const {data, columns_read: columns} = await read('a,b,c\n1,2,3\n', {columns: ['c', 'a']})
      expect(await data.rows()).to.deep.equal([{c: 3, a: 1}])
      expect(columns).to.equal(2)
    })

    it('refuses a column to keep that is not there, or named twice', async () => {
      expect(await problemOf(read('a,b\n1,2\n', {columns: ['c']}))).to.deep.include({code: 'csv_unknown_column'})
      expect(await problemOf(read('a,b\n1,2\n', {columns: ['a', 'a']}))).to.deep.include({code: 'csv_bad_option'})
    })

    it('refuses options that contradict each other, all at once', async () => {
      expect(await problemOf(read('a\n', {delimiter: '"'}))).to.deep.include({code: 'csv_bad_option'})
      expect(await problemOf(read('a\n', {delimiter: ''}))).to.deep.include({code: 'csv_bad_option'})
    })
  })

  describe('the header', () => {
    it('can be absent: columns are numbered', async () => {
      const {data} = await read('1,x\n2,y\n', {header: false})
      expect(await data.rows()).to.deep.equal([
        {column_1: 1, column_2: 'x'},
        {column_1: 2, column_2: 'y'},
      ])
    })

    it('can be given: the first line is a row', async () => {
      const {data} = await read('1,x\n', {header: ['id', 'name']})
      expect(await data.rows()).to.deep.equal([{id: 1, name: 'x'}])
    })

    it('may not name a column twice', async () => {
      const bad = await problemOf(read('id,name,id\n1,2,3\n'))
      expect(bad).to.deep.include({
        code: 'csv_duplicate_column',
        message: '"id" (column 1) and "id" (column 3) have the same name in the header',
      })
      expect(bad.at).to.deep.equal({file: use.path('in.csv'), line: 1, column: 9, length: 2})
      expect(bad.hint).to.contain('skip_rows: 1')
    })

    it('may not name two columns that differ only by case', async () => {
      const bad = await problemOf(read('Id,ID\n1,2\n'))
      expect(bad.code).to.equal('csv_duplicate_column')
      expect(bad.message).to.contain('differ only by case')
    })

    it('gives columns without a name one, with a warning', async () => {
      const {data, warnings} = await read('a,,column_2\n1,2,3\n')
      expect(data.columns.map(({name}) => name)).to.deep.equal(['a', 'column_2_', 'column_2'])
      expect(warnings[0]).to.deep.include({code: 'csv_unnamed_column', at: {file: use.path('in.csv'), line: 1, column: 3}})
    })

    it('may hold any name: spaces, quotes, keywords, Unicode, __proto__', async () => {
      const names = ['select', 'a b', 'say ""hi""', "it's", 'größe', '日本', '__proto__', '  ', 'a;b', 'c0', '$1', '-- x']
      const {data} = await read(
        `${names.map((name) => `"${name}"`).join(',')}\n${names.map((_, index) => String(index)).join(',')}\n`,
      )
      expect(data.columns.map(({name}) => name)).to.deep.equal(names.map((name) => name.replaceAll('""', '"')))
      expect(await cellsOf(data)).to.deep.equal([names.map((_, index) => index)])
      const [row] = await data.rows()
      expect(Object.keys(row ?? {})).to.include('__proto__')
      expect(Object.getPrototypeOf(row)).to.equal(Object.prototype)
    })

    it('alone makes no rows, columns of text, and a warning', async () => {
      const {data, warnings, rows_read: rows} = await read('a,b\n')
      expect(typesOf(data)).to.deep.equal({a: 'VARCHAR', b: 'VARCHAR'})
      expect(await data.rows()).to.deep.equal([])
      expect(rows).to.equal(0)
      expect(warnings.map(({code}) => code)).to.deep.equal(['csv_no_rows'])
    })
  })

  describe('files', () => {
    it('refuses an empty one', async () => {
      expect(await problemOf(read(''))).to.deep.include({code: 'csv_empty_file'})
      expect(await problemOf(read('\u{FEFF}'))).to.deep.include({code: 'csv_empty_file'})
      expect(await problemOf(read('\n\n'))).to.deep.include({code: 'csv_empty_file'})
      expect(await problemOf(read('', {header: ['a']}))).to.deep.include({code: 'csv_empty_file'})
    })

    it('says that one is gone, with exit code 30', async () => {
      const path = await use.file('gone.csv', 'a\n1\n')
      await rm(path)
      const bad = await problemOf(use.data.readCsv(path))
      expect(bad).to.deep.include({code: 'file_unreadable', at: {file: path}})
    })

    it('are read in the order of a list, and of names in a pattern', async () => {
      await use.file('p/b.csv', 'a\n2\n')
      await use.file('p/a.csv', 'a\n1\n')
      await use.file('p/deep/c.csv', 'a\n3\n')
      await use.file('p/x.txt', 'nothing')
      const {data, files, rows_read: rows, file_size_bytes: size} = await use.data.readCsv(use.path('p/*.csv'))
      expect(await cellsOf(data)).to.deep.equal([[1], [2]])
      expect(files).to.deep.equal([use.path('p/a.csv'), use.path('p/b.csv')])
      expect([rows, size]).to.deep.equal([2, 8])
      expect(await cellsOf((await use.data.readCsv([use.path('p/b.csv'), use.path('p/a.csv')])).data)).to.deep.equal([[2], [1]])
      expect(await cellsOf((await use.data.readCsv(use.path('p/**/*.csv'))).data)).to.deep.equal([[1], [2], [3]])
      expect(await cellsOf((await use.data.readCsv(use.path('p/[!a].csv'))).data)).to.deep.equal([[2]])
    })

    it('whose name looks like a pattern are taken as they are', async () => {
      const path = await use.file('data[1]*.csv', 'a\n1\n')
      await use.file('data1.csv', 'a\n2\n')
      expect((await use.data.readCsv(path)).files).to.deep.equal([path])
    })

    it('must have the same columns', async () => {
      await use.file('p/a.csv', 'a,b\n1,2\n')
      await use.file('p/b.csv', 'a,c\n1,2\n')
      const bad = await problemOf(use.data.readCsv(use.path('p/*.csv')))
      expect(bad.code).to.equal('csv_columns_differ')
      expect(bad.message).to.contain(use.path('p/a.csv')).and.to.contain(use.path('p/b.csv'))
    })

    it('that no pattern matches, and folders, are said to be missing', async () => {
      expect(await problemOf(use.data.readCsv(use.path('*.csv')))).to.deep.include({code: 'file_unreadable'})
      expect(await problemOf(use.data.readCsv(use.folder))).to.deep.include({code: 'file_unreadable'})
    })

    it('share the type decision: text in one makes text of all', async () => {
      await use.file('p/a.csv', 'a\n1\n')
      await use.file('p/b.csv', 'a\nx\n')
      const {data} = await use.data.readCsv(use.path('p/*.csv'))
      expect(await cellsOf(data)).to.deep.equal([['1'], ['x']])
    })
  })

  it('takes the name of a file that is there for its name, also where it looks like a pattern', async () => {
    await writeFile(use.path('c1.csv'), 'a,b\n1,other\n')
    for (const name of ['c[1].csv', 'c*.csv', 'c?.csv']) await writeFile(use.path(name), `a,b\n1,"${name}"\n`)
    for (const reader of ['fast', 'exact'] as const) {
      for (const name of ['c[1].csv', 'c*.csv', 'c?.csv']) {
        const {data} = await use.data.readCsv(use.path(name), {reader})
        expect(await data.rows()).to.deep.equal([{a: 1, b: name}])
      }
    }
  })
})
