import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import fc from 'fast-check'
import {cellsOf, typesOf, useEngine} from '../use-engine.js'

/** Columns whose types JSON tells of, each with values that show the type. */
const columns: readonly (readonly [type: string, values: fc.Arbitrary<string>])[] = [
  ['BIGINT', fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}).map(String)],
  ['BOOLEAN', fc.boolean().map(String)],
  ['DOUBLE', fc.double({noNaN: true, noDefaultInfinity: true}).map((value) => (Object.is(value, -0) ? '-0.0' : String(value)))],
  [
    'DATE',
    fc
      .date({min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true})
      .map((day) => day.toISOString().slice(0, 10)),
  ],
  [
    'TIMESTAMP',
    fc
      .date({min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true})
      .map((day) => day.toISOString().slice(0, -1)),
  ],
  [
    'TIMESTAMP WITH TIME ZONE',
    fc.date({min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true}).map((day) => day.toISOString()),
  ],
  ['VARCHAR', fc.string({unit: 'binary'}).map((text) => `x${text}`)],
]

describe('JSON that is written and read again', function () {
  this.timeout(120_000)
  const use = useEngine()

  it('has the same values and types, as an array and as lines, packed and not', async () => {
    const cells = fc.array(fc.tuple(...columns.map(([, values]) => fc.option(values, {freq: 5}))), {minLength: 1, maxLength: 20})
    await fc.assert(
      fc.asyncProperty(cells, fc.constantFrom('a.json', 'a.ndjson', 'a.json.gz', 'a.ndjson.gz'), async (rows, name) => {
        const texts = await use.data.fromRows(
          rows.map((row) => Object.fromEntries(row.map((cell, index) => [`c${String(index)}`, cell]))),
          {columns: columns.map((_, index) => ({name: `c${String(index)}`, type: 'VARCHAR'}))},
        )
        const typed = columns.map(([type], index) => `CAST(c${String(index)} AS ${type}) AS "c ${String(index)}"`)
        const dataset = await texts.sql(`SELECT ${typed.join(', ')} FROM input`)
        await use.data.writeJson(dataset, use.path(name))
        await use.session.commit()
        const {data, warnings} = await use.data.readJson(use.path(name))
        expect(await cellsOf(data)).to.deep.equal(await cellsOf(dataset))
        expect(warnings).to.deep.equal([])
        for (const [index, [type]] of columns.entries()) {
          const hasValues = rows.some((row) => row[index] !== null)
          // A column of integers alone, written as 1.0, is still one of doubles; one without a value is text.
          expect(typesOf(data)[`c ${String(index)}`]).to.equal(hasValues ? type : 'VARCHAR')
        }
      }),
      {numRuns: 60},
    )
  })

  it('has the values that JSON.parse gives, whatever the JSON', async () => {
    const rows = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({maxDepth: 3, noUnicodeString: false})), {
      minLength: 1,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(undefined, 1), async (values, space) => {
        const text = JSON.stringify(values, undefined, space)
        if (values.every((row) => Object.keys(row).length === 0)) return
        const types = {a: 'json', b: 'json', c: 'json'}
        const present = Object.entries(types).filter(([key]) => values.some((row) => Object.hasOwn(row, key)))
        const {data} = await use.data.readJson(await use.file('in.json', text), {
          types: Object.fromEntries(present),
          format: 'array',
        })
        const found = (await data.rows()).map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([key, cell]) => [key, cell === null ? null : (JSON.parse(String(cell)) as unknown)]),
          ),
        )
        const expected = values.map((row) =>
          Object.fromEntries(present.map(([key]) => [key, Object.hasOwn(row, key) ? row[key] : null])),
        )
        expect(JSON.stringify(found.map((row) => present.map(([key]) => row[key])))).to.equal(
          JSON.stringify(expected.map((row) => present.map(([key]) => row[key]))),
        )
      }),
      {numRuns: 100},
    )
  })

  it('keeps decimals with all of their places', async () => {
    const path = await use.file('d.json', '[{"d":1.10},{"d":1234567890123456.25}]')
    const {data} = await use.data.readJson(path)
    expect(typesOf(data)).to.deep.equal({d: 'DECIMAL(18,2)'})
    await use.data.writeJson(data, use.path('e.json'))
    await use.session.commit()
    expect(await readFile(use.path('e.json'), 'utf8')).to.equal('[\n{"d":1.10},\n{"d":1234567890123456.25}\n]\n')
  })
})
