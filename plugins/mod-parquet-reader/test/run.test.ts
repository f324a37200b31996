import {DuckDBInstance} from '@duckdb/node-api'
import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const flights = fileURLToPath(new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url))
const userdata = fileURLToPath(new URL('../../../../shared/data/kylo-userdata/userdata1.parquet', import.meta.url))

describe('parquet_reader', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name: string) => join(mod.folder, name)
  const write = async (name: string, select: string, options = '') => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(`COPY (${select}) TO '${file(name)}' (FORMAT parquet${options})`)
    connection.closeSync()
  }
  const first = async (params: Readonly<Record<string, unknown>>) => {
    const {errors, exit_code: code} = await mod.run(params)
    const [{message, code: name, hint} = {message: ''}] = errors
    return {message, name, hint, code}
  }

  it('reads a file of three million real rows, and knows how many there are', async () => {
    const result = await mod.run({file_path: flights})
    expect(result.errors).to.deep.equal([])
    expect(result.metrics).to.deep.equal({
      rows_read: 3_000_000,
      columns_read: 5,
      file_size_bytes: (await stat(flights)).size,
    })
    expect(result.artifacts['data']).to.include({knownCount: 3_000_000})
  })

  it('reads a file that Spark wrote, its times included', async function () {
    if (!existsSync(userdata)) return this.skip() // ../shared/data is not there
    const result = await mod.run({file_path: userdata, max_rows: 1, columns: ['registration_dttm', 'first_name', 'salary']})
    expect(await mod.rows(result)).to.deep.equal([
      {registration_dttm: '2016-02-03T07:55:29', first_name: 'Amanda', salary: 49756.53},
    ])
  })

  it('keeps columns in the order asked for, and stops after max_rows', async () => {
    await write('a.parquet', `SELECT range AS n, 'x' || range AS s, true AS b FROM range(10)`)
    const result = await mod.run({file_path: 'a.parquet', columns: ['s', 'n'], max_rows: 2})
    expect(await mod.rows(result)).to.deep.equal([
      {s: 'x0', n: 0},
      {s: 'x1', n: 1},
    ])
    expect(result.metrics).to.include({rows_read: 2, columns_read: 2})
    expect(result.globals).to.include({row_count: 2, column_count: 2})
  })

  it('keeps types as they are, nested ones too', async () => {
    await write(
      't.parquet',
      `SELECT 1.10::DECIMAL(10,2) AS d, [1, 2] AS l, {a: 'x'} AS s, DATE '2024-02-29' AS day, NULL::INT AS n`,
    )
    const result = await mod.run({file_path: 't.parquet'})
    expect(result.artifacts['data'])
      .to.have.property('columns')
      .that.deep.equals([
        {name: 'd', type: 'DECIMAL(10,2)'},
        {name: 'l', type: 'INTEGER[]'},
        {name: 's', type: 'STRUCT(a VARCHAR)'},
        {name: 'day', type: 'DATE'},
        {name: 'n', type: 'INTEGER'},
      ])
    expect(await mod.rows(result)).to.deep.equal([{d: 1.1, l: [1, 2], s: {a: 'x'}, day: '2024-02-29', n: null}])
  })

  it('reads the files of a pattern in the order of their names', async () => {
    await write('b2.parquet', 'SELECT 2 AS n')
    await write('b1.parquet', 'SELECT 1 AS n')
    const result = await mod.run({file_path: 'b*.parquet'})
    expect(await mod.rows(result)).to.deep.equal([{n: 1}, {n: 2}])
    expect(result.metrics).to.include({rows_read: 2})
  })

  it('takes a name that looks like a pattern, or like a partition, for a name', async () => {
    await write('c1.parquet', 'SELECT 1 AS n')
    await write('c[1].parquet', 'SELECT 2 AS n')
    await write('year=2024.parquet', 'SELECT 3 AS n')
    for (const [name, n] of [
      ['c[1].parquet', 2],
      ['year=2024.parquet', 3],
    ] as const) {
      const result = await mod.run({file_path: name})
      expect(await mod.rows(result)).to.deep.equal([{n}])
    }
  })

  it('refuses files of different columns, and says how they differ', async () => {
    await write('d1.parquet', 'SELECT 1 AS n, 2 AS m')
    await write('d2.parquet', `SELECT 'x' AS n, 2 AS m`)
    expect(await first({file_path: 'd*.parquet'})).to.deep.include({
      name: 'parquet_columns_differ',
      code: 30,
      message: `${file('d2.parquet')} does not have the columns of ${file('d1.parquet')}: it lacks "n" INTEGER; it has "n" VARCHAR`,
    })
  })

  it('names every column that is not there, with the nearest', async () => {
    await write('e.parquet', 'SELECT 1 AS amount, 2 AS city')
    const {name, message} = await first({file_path: 'e.parquet', columns: ['amuont', 'city', 'zip']})
    expect(name).to.equal('parquet_unknown_column')
    expect(message).to.contain('"amuont"').and.contain('amount').and.contain('"zip"')
  })

  it('says what is wrong with a file that is no Parquet, or is broken', async () => {
    await write('ok.parquet', 'SELECT range AS n FROM range(100000)')
    const bytes = await readFile(file('ok.parquet'))
    await writeFile(file('cut.parquet'), bytes.subarray(0, bytes.length / 2))
    await writeFile(file('text.parquet'), 'id,name\n1,Ann\n')
    await writeFile(file('empty.parquet'), '')
    await writeFile(file('hollow.parquet'), Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(100, 7), bytes.subarray(-8)]))
    for (const [name, message] of [
      ['cut', 'without its end'],
      ['text', 'is no Parquet file'],
      ['empty', 'is empty'],
      ['hollow', 'cannot be read'],
    ] as const) {
      const problem = await first({file_path: `${name}.parquet`})
      expect(problem.message, name).to.contain(message)
      expect(problem).to.include({name: 'parquet_unreadable', code: 30})
    }
  })

  it('finds damage inside of a file when it reads it, and gives no table', async () => {
    await write('ok.parquet', 'SELECT md5(range::VARCHAR) AS n FROM range(100000)', ', COMPRESSION gzip')
    const bytes = await readFile(file('ok.parquet'))
    await writeFile(file('bad.parquet'), bytes.fill(0xff, 20_000, 40_000))
    const result = await mod.run({file_path: 'bad.parquet'})
    expect(result.exit_code).to.equal(30)
    expect(result.artifacts).to.deep.equal({})
  })

  it('reads a file without rows', async () => {
    await write('none.parquet', 'SELECT 1 AS n WHERE false')
    const result = await mod.run({file_path: 'none.parquet'})
    expect(await mod.rows(result)).to.deep.equal([])
    expect(result.metrics).to.include({rows_read: 0, columns_read: 1})
  })
})
