import {expect} from 'chai'
import fc from 'fast-check'
import {DataPyError} from '../../../src/errors/datapy-error.js'
import type {JsonReadOptions, TableRead} from '../../../src/model/table-files.js'
import {EngineForTests} from '../use-engine.js'

/** Values as a file may have them, those among them that readers differ on. */
const value = fc.oneof(
  fc.constantFrom('0', '-0', '-0.0', '1.0', '1.10', '2.25', '1e5', '1E-7', '1e400', '5e-324', '0.30000000000000004', '0.1'),
  fc.constantFrom(
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '123456789012345680000',
    '3.141592653589793238',
  ),
  fc.constantFrom(
    'true',
    'false',
    'null',
    '{}',
    '[]',
    '[null]',
    '""',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ufeffx"',
    '"\\ud83d\\ude00"',
  ),
  fc.constantFrom(
    '"2024-01-02"',
    '"2024-01-02T03:04:05"',
    '"2024-01-02T03:04:05.000Z"',
    '"2024-02-30"',
    '"007"',
    '"NaN"',
    '"null"',
  ),
  fc.constantFrom(
    '{"x":1}',
    '{"x":null,"y":[1.5,2]}',
    '{"x":{"k":"v"}}',
    '[{"x":1},{"X":2}]',
    '[1,"x"]',
    '[-0]',
    '[1e400]',
    '{"x":1,"x":2}',
  ),
  fc.jsonValue({maxDepth: 2}).map((json) => JSON.stringify(json)),
)
const keys = ['a', 'A', 'b c', 'filename', 'rowid', 'json', 'q"x', "it's", '__proto__', 'é', 'É', '']
/** Rows whose values are of few kinds, so that many a column has one type. */
const rows = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...keys), {minLength: 1, maxLength: 3}), fc.array(value, {minLength: 1, maxLength: 3}))
  .chain(([some, values]) =>
    fc.array(
      fc.array(fc.tuple(fc.constantFrom(...some), fc.constantFrom(...values)), {maxLength: 3}).map((members) => {
        return `{${members.map(([key, text]) => `${JSON.stringify(key)} :${text}`).join(', ')}}`
      }),
      {minLength: 1, maxLength: 6},
    ),
  )
const between = fc.constantFrom('\n', '\r\n', '\n\n', ' \n\t', '\n \n')

describe('the two readers of JSON', () => {
  const use = new EngineForTests()
  const logged: string[] = []
  before(async () => {
    await use.start({log: (message) => logged.push(message)})
  })
  after(() => use.stop())

  const told = async (read: Promise<TableRead>) => {
    try {
      const {data, warnings, rows_read: count} = await read
      return {columns: data.columns, rows: await data.rows(), warnings: warnings.map(({code}) => code), count}
    } catch (error) {
      if (error instanceof DataPyError) return {problems: error.problems.map(({code, message}) => `${code}: ${message}`)}
      throw error
    }
  }
  /** With max_rows every row passes through our own reader. */
  const byRow: JsonReadOptions = {max_rows: 1_000_000}
  const compare = async (content: string, name = 'in.json', options: JsonReadOptions = {}) => {
    const path = await use.file(name, content)
    const [fast, exact] = [
      await told(use.data.readJson(path, options)),
      await told(use.data.readJson(path, {...options, ...byRow})),
    ]
    expect(fast).to.deep.equal(exact)
    return fast
  }

  it('give the same of lines', async () => {
    await fc.assert(
      fc.asyncProperty(rows, between, async (lines, separator) => {
        await compare(lines.join(separator))
      }),
      {numRuns: 250},
    )
  })

  it('give the same of arrays', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('', ' ', '\n', '\r\n\t'), async (lines, space) => {
        await compare(`${space}[${lines.join(`${space},${space}`)}]${space}`)
      }),
      {numRuns: 150},
    )
  })

  it('give the same of the columns that are asked for', async () => {
    const wanted = fc.uniqueArray(fc.constantFrom(...keys.filter((key) => key !== 'A' && key !== '')), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(rows, wanted, async (lines, columns) => {
        const first = `{${columns.map((key) => `${JSON.stringify(key)}: null`).join()}}`
        await compare([first, ...lines].join('\n'), 'in.json', {columns})
      }),
      {numRuns: 100},
    )
  })

  it('give the same of files whose names mean something to the engine', async () => {
    await use.file('c1.json', '{"b":1}\n')
    for (const name of ['c[1].json', 'year=2024/in.json', 'in.json.gz', "it's.json"]) {
      const {rows: found} = {rows: [], ...(await compare('{"a":1}\n', name))}
      expect(found, name).to.deep.equal([{a: 1}])
    }
  })

  it('keep the order of many rows', async () => {
    const path = await use.file('many.json', Array.from({length: 400_000}, (_, n) => `{"n":${String(n)}}`).join('\n'))
    const {data} = await use.data.readJson(path)
    const checked = await data.sql(
      'SELECT count(*) AS rows, bool_and(n = row) AS same FROM (SELECT n, row_number() OVER () - 1 AS row FROM input)',
    )
    expect(await checked.rows()).to.deep.equal([{rows: 400_000, same: true}])
  })

  it('stand in for one another where a row is too long for the engine', async () => {
    const found = await compare(`{"a":"${'x'.repeat(20 * 1024 * 1024)}"}\n{"a":"y"}\n`)
    expect('count' in found && found.count).to.equal(2)
  })

  it('say which of them read', async () => {
    logged.length = 0
    await use.data.readJson(await use.file('in.json', '{"a":1}\n'))
    await use.data.readJson(await use.file('in.json', '{"a":1}\n{"a":"x"}\n'))
    expect(logged.filter((line) => line.includes('read by')).map((line) => line.replace(/^.*: /, ''))).to.deep.equal([
      "read by the engine's reader",
      'read by the exact reader',
    ])
  })
})
