import {existsSync} from 'node:fs'
import {chmod, mkdir, readFile, readdir, stat, symlink} from 'node:fs/promises'
import {gunzipSync} from 'node:zlib'
import iconv from 'iconv-lite'
import {expect} from 'chai'
import type {Row} from '../../../src/model/dataset.js'
import type {CsvWriteOptions} from '../../../src/model/table-files.js'
import {problemOf, useEngine} from '../use-engine.js'

describe('writeCsv', () => {
  const use = useEngine()
  const write = async (rows: Row[], options: CsvWriteOptions = {}, name = 'out.csv') => {
    const written = await use.data.writeCsv(await use.data.fromRows(rows), use.path(name), options)
    await use.session.commit()
    return written
  }
  const textOf = async (rows: Row[], options: CsvWriteOptions = {}) => {
    await write(rows, options)
    return await readFile(use.path('out.csv'), 'utf8')
  }

  describe('values', () => {
    it('writes each type as it was read', async () => {
      const dataset = await use.data.sql(
        `SELECT 9007199254740993 AS i, 170141183460469231731687303715884105727::HUGEINT AS h, 1.50::DECIMAL(10,2) AS m, 0.1::DOUBLE AS d, 1e300::DOUBLE AS e,
         true AS b, DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 10:00:00' AS at, TIMESTAMPTZ '2024-02-29 10:00:00.5+02' AS z, TIME '10:00:00' AS t,
         [1, 2] AS l, {'a': 'x'} AS s`,
        {},
      )
      await use.data.writeCsv(dataset, use.path('out.csv'))
      await use.session.commit()
      expect((await readFile(use.path('out.csv'), 'utf8')).split('\n')[1]).to.equal(
        '9007199254740993,170141183460469231731687303715884105727,1.50,0.1,1e+300,true,2024-02-29,2024-02-29 10:00:00,2024-02-29 08:00:00.5Z,10:00:00,"[1,2]","{""a"":""x""}"',
      )
    })

    it('tells null from an empty text', async () => {
      expect(await textOf([{a: null, b: ''}])).to.equal('a,b\n,""\n')
    })

    it('writes null_value for null, and quotes a text that is the same', async () => {
      expect(await textOf([{a: null, b: 'NULL', c: ''}], {null_value: 'NULL'})).to.equal('a,b,c\nNULL,"NULL",\n')
    })

    it('quotes what needs it', async () => {
      expect(await textOf([{a: 'x,y', b: 'x"y', c: 'x\ny', d: 'x\ry', e: ' x '}])).to.equal(
        'a,b,c,d,e\n"x,y","x""y","x\ny","x\ry", x \n',
      )
    })

    it('quotes all but null with quote_style all', async () => {
      expect(await textOf([{a: 1, b: null, c: 'x'}], {quote_style: 'all'})).to.equal('"a","b","c"\n"1",,"x"\n')
    })

    it('refuses with quote_style none what would need quotes, with its row and column', async () => {
      expect(await textOf([{a: 1, b: 'x'}], {quote_style: 'none'})).to.equal('a,b\n1,x\n')
      const bad = await problemOf(
        write(
          [
            {a: 1, b: 'x'},
            {a: 2, b: 'x,y'},
          ],
          {quote_style: 'none'},
        ),
      )
      expect(bad.code).to.equal('csv_needs_quotes')
      expect(bad.message).to.equal('row 2, column "b" needs quotes: "x,y"')
    })

    it('puts a quote mark before formulas when asked, and leaves numbers alone', async () => {
      const rows = [{a: '=1+1', b: '-x', c: '@x', d: '+x', e: '\tx', f: -5, g: 'x=1'}]
      expect(await textOf(rows, {escape_formulas: true})).to.equal("a,b,c,d,e,f,g\n'=1+1,'-x,'@x,'+x,'\tx,-5,x=1\n")
      expect(await textOf(rows)).to.contain('=1+1,-x')
    })
  })

  describe('the form of the file', () => {
    it('has the delimiter, line ends and header asked for', async () => {
      expect(await textOf([{a: 1, b: 'x|y'}], {delimiter: '|', line_ending: '\r\n', header: false})).to.equal('1|"x|y"\r\n')
      expect(await textOf([{a: 1, b: 'x|y'}], {delimiter: '||'})).to.equal('a||b\n1||"x|y"\n')
    })

    it('has a header alone when there are no rows', async () => {
      const written = await use.data.writeCsv(
        await use.data.fromRows([], {columns: [{name: 'a', type: 'BIGINT'}]}),
        use.path('out.csv'),
      )
      await use.session.commit()
      expect(await readFile(use.path('out.csv'), 'utf8')).to.equal('a\n')
      expect(written).to.deep.equal({path: use.path('out.csv'), rows_written: 0, columns_written: 1, file_size_bytes: 2})
    })

    for (const encoding of ['latin-1', 'cp1252', 'utf-16le', 'shift_jis']) {
      it(`is ${encoding} when asked`, async () => {
        const text = encoding === 'shift_jis' ? '日本' : 'Äß'
        await write([{a: text}], {encoding})
        expect(iconv.decode(await readFile(use.path('out.csv')), encoding)).to.equal(`a\n${text}\n`)
      })
    }

    it('is utf-16 with a byte order mark, which readCsv takes', async () => {
      await write([{a: 'Ä'}], {encoding: 'utf-16'})
      const {data} = await use.data.readCsv(use.path('out.csv'), {encoding: 'utf-16'})
      expect(await data.rows()).to.deep.equal([{a: 'Ä'}])
    })

    it('never has a question mark for a character that the encoding cannot hold', async () => {
      const rows = [
        {a: 'x', b: 'y'},
        {a: 'x', b: 'ab日'},
      ]
      const bad = await problemOf(write(rows, {encoding: 'latin-1'}))
      expect(bad.code).to.equal('csv_unencodable')
      expect(bad.message).to.equal('row 2, column "b" has the character "日", which latin-1 cannot hold')
      expect(existsSync(use.path('out.csv'))).to.equal(false)
    })

    it('is gzip when asked, and when its name ends in .gz', async () => {
      await write([{a: 1}], {compression: 'gzip'})
      expect(gunzipSync(await readFile(use.path('out.csv'))).toString()).to.equal('a\n1\n')
      await write([{a: 1}], {}, 'out.csv.gz')
      expect(gunzipSync(await readFile(use.path('out.csv.gz'))).toString()).to.equal('a\n1\n')
    })

    it('says how much was written', async () => {
      const written = await write([
        {a: 1, b: 2},
        {a: 3, b: 4},
      ])
      expect(written).to.deep.equal({path: use.path('out.csv'), rows_written: 2, columns_written: 2, file_size_bytes: 12})
    })

    it('refuses options that no file can be read with again', async () => {
      expect(await problemOf(write([{a: 1}], {delimiter: '"'}))).to.deep.include({code: 'csv_bad_option'})
      expect(await problemOf(write([{a: 1}], {null_value: 'a,b'}))).to.deep.include({code: 'csv_bad_option'})
      expect(await problemOf(write([{a: 1}], {encoding: 'nope'}))).to.deep.include({code: 'unknown_encoding'})
    })
  })

  describe('its place', () => {
    const stage = async (options: CsvWriteOptions = {}) =>
      await use.data.writeCsv(await use.data.fromRows([{a: 1}]), use.path('out.csv'), options)

    it('gets its name on commit alone; folders are made', async () => {
      const dataset = await use.data.fromRows([{a: 1}])
      await use.data.writeCsv(dataset, use.path('deep/er/out.csv'))
      expect(existsSync(use.path('deep/er/out.csv'))).to.equal(false)
      await use.session.commit()
      expect(await readdir(use.path('deep/er'))).to.deep.equal(['out.csv'])
    })

    it('is left as it was on discard', async () => {
      await use.file('out.csv', 'old')
      await stage()
      await use.session.discard()
      expect(await readFile(use.path('out.csv'), 'utf8')).to.equal('old')
      expect((await readdir(use.folder)).filter((name) => name.includes('tmp'))).to.deep.equal([])
    })

    it('is left clean when writing fails', async () => {
      const dataset = await use.data.sql(
        `SELECT CASE WHEN range > 100000 THEN error('boom') ELSE range END AS a FROM range(200000)`,
        {},
      )
      expect((await problemOf(use.data.writeCsv(dataset, use.path('out.csv')))).code).to.equal('sql_failed')
      expect((await readdir(use.folder)).filter((name) => name.startsWith('.'))).to.deep.equal([])
    })

    it('is overwritten by default, and keeps its mode', async () => {
      await use.file('out.csv', 'old')
      await chmod(use.path('out.csv'), 0o640)
      await stage()
      await use.session.commit()
      expect(await readFile(use.path('out.csv'), 'utf8')).to.equal('a\n1\n')
      expect((await stat(use.path('out.csv'))).mode & 0o777).to.equal(0o640)
    })

    it('may not be taken with if_exists error, not even by a file that comes later', async () => {
      await stage({if_exists: 'error'})
      await use.file('out.csv', 'came meanwhile')
      expect((await problemOf(use.session.commit())).code).to.equal('output_exists')
      expect(await readFile(use.path('out.csv'), 'utf8')).to.equal('came meanwhile')
      expect((await problemOf(stage({if_exists: 'error'}))).code).to.equal('output_exists')
      expect((await readdir(use.folder)).filter((name) => name.startsWith('.'))).to.deep.equal([])
    })

    it('keeps each old file beside it with if_exists backup', async () => {
      for (const text of ['one', 'two']) {
        await use.file('out.csv', text)
        await stage({if_exists: 'backup'})
        await use.session.commit()
      }
      const names = (await readdir(use.folder)).filter((name) => name.endsWith('.bak'))
      expect(names).to.have.length(2)
      for (const name of names) expect(name).to.match(/^out\.csv\.\d{8}_\d{6}(\.1)?\.bak$/)
      const kept = await Promise.all(names.map(async (name) => await readFile(use.path(name), 'utf8')))
      expect(kept.toSorted()).to.deep.equal(['one', 'two'])
    })

    it('is written through a link', async () => {
      await use.file('real.csv', 'old')
      await symlink(use.path('real.csv'), use.path('out.csv'))
      await stage()
      await use.session.commit()
      expect(await readFile(use.path('real.csv'), 'utf8')).to.equal('a\n1\n')
    })

    it('may not be a folder', async () => {
      await mkdir(use.path('out.csv'))
      expect((await problemOf(stage())).code).to.equal('output_unwritable')
      await use.file('file', '')
      const dataset = await use.data.fromRows([{a: 1}])
      expect((await problemOf(use.data.writeCsv(dataset, use.path('file/out.csv')))).code).to.equal('output_unwritable')
    })

    it('of several files is taken by all of them on commit', async () => {
      const dataset = await use.data.fromRows([{a: 1}])
      await use.data.writeCsv(dataset, use.path('one.csv'))
      await use.data.writeCsv(dataset, use.path('two.csv'))
      await use.session.commit()
      expect((await readdir(use.folder)).filter((name) => name.endsWith('.csv')).toSorted()).to.deep.equal(['one.csv', 'two.csv'])
    })
  })
})
