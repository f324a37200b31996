import {expect} from 'chai'
import type {ProfileFinding, TableProfile} from '../../../src/data/profile/column-profile.js'
import {profileTable} from '../../../src/data/profile/profile-table.js'
import {useEngine} from '../use-engine.js'

describe('the profile of a table', () => {
  const use = useEngine()
  const profileOf = async (sql: string) => await profileTable(use.data, await use.data.sql(sql, {}))
  const ofTexts = async (...values: readonly (string | null)[]) =>
    await profileOf(`SELECT unnest([${values.map((value) => use.data.literal(value)).join(', ')}]::VARCHAR[]) AS c`)
  const only = ({columns}: TableProfile) => {
    const [column] = columns
    if (column === undefined || columns.length !== 1) throw new Error('expected one column')
    return column
  }
  const found = ({findings}: TableProfile, code: string): ProfileFinding | undefined =>
    findings.find((finding) => finding.code === code)
  const codes = ({findings}: TableProfile) => findings.map(({code}) => code)

  it('counts rows, nulls and different values, and knows the least, the greatest and the mean', async () => {
    const profile = await profileOf('SELECT unnest([3, 1, 3, NULL, 5]) AS n')
    expect(profile.rows).to.equal(5)
    expect(only(profile)).to.deep.equal({
      name: 'n',
      type: 'INTEGER',
      nulls: 1,
      null_share: 0.2,
      distinct: 3,
      is_unique: false,
      min: 1,
      max: 5,
      mean: 3,
      min_length: null,
      max_length: null,
      top_values: [
        {value: 3, count: 2},
        {value: 1, count: 1},
        {value: 5, count: 1},
      ],
    })
    expect(profile.findings).to.deep.equal([])
  })

  it('weighs the mean by the rows of a value, also of decimals', async () => {
    expect(only(await profileOf('SELECT unnest([0.5, 0.5, 0.5, 2.5]) AS d')).mean).to.equal(1)
  })

  it('measures text in characters, and lists no more than five values', async () => {
    const column = only(await ofTexts('ä', 'bb', 'bb', 'c', 'd', 'e', 'f', '👍'))
    expect(column).to.include({min: 'bb', max: '👍', min_length: 1, max_length: 2, distinct: 7, mean: null})
    expect(column.top_values.map(({value}) => value)).to.deep.equal(['bb', 'c', 'd', 'e', 'f'])
  })

  it('cuts long text', async () => {
    expect(only(await ofTexts('x'.repeat(5000), 'y')).min).to.equal(`${'x'.repeat(200)}…`)
  })

  it('describes times, booleans, bytes, lists and structs, and columns whose names need quotes', async () => {
    const {columns} = await profileOf(`SELECT DATE '2024-02-29' AS "a ""day""", true AS b, '\\x00'::BLOB AS c, [1, 2] AS d,
      {'x': NULL} AS e, 'sad'::ENUM('sad', 'ok') AS f, TIMESTAMPTZ '2024-01-01 00:00:00Z' AS g, MAP {'k': 1} AS h, INTERVAL 1 DAY AS i`)
    expect(columns.map(({min}) => min)).to.deep.equal([
      '2024-02-29',
      null,
      null,
      null,
      null,
      'sad',
      '2024-01-01T00:00:00Z',
      null,
      null,
    ])
    expect(columns.map(({distinct}) => distinct)).to.deep.equal(columns.map(() => 1))
    expect(columns[3]?.top_values).to.deep.equal([{value: [1, 2], count: 1}])
  })

  it('is a profile of no rows too', async () => {
    const profile = await profileOf(`SELECT 'x' AS t, 1 AS n WHERE false`)
    expect(profile.rows).to.equal(0)
    expect(
      profile.columns.map(({nulls, distinct, is_unique: isUnique, top_values: top}) => ({nulls, distinct, isUnique, top})),
    ).to.deep.equal(Array(2).fill({nulls: 0, distinct: 0, isUnique: false, top: []}))
    expect(profile.findings).to.deep.equal([])
  })

  it('counts as the engine counts where groups do not fit into memory', async () => {
    await use.stop()
    await use.start({memoryLimit: '64MB'})
    const {columns} = await profileOf(`SELECT 'a value of some length, number ' || (range % 700000) AS t FROM range(1400000)`)
    expect(columns[0]).to.include({distinct: 700_000, nulls: 0, min_length: 32, max_length: 37})
  })

  describe('finds', () => {
    it('leading zeros that a number would lose', async () => {
      const profile = await ofTexts('007', '008', '110', null)
      expect(found(profile, 'leading_zeros')).to.include({count: 2, example: '007', column: 'c'})
      expect(codes(profile)).not.to.include('text_of_numbers')
    })

    it('no leading zeros in text of another kind, nor in zero itself', async () => {
      expect(codes(await ofTexts('007', 'Bond', 'James'))).not.to.include('leading_zeros')
      expect(codes(await ofTexts('0', '0.5', '12.25'))).not.to.include('leading_zeros')
    })

    it('numbers beside a few values that are none, with the most frequent of these', async () => {
      const profile = await ofTexts(...Array<string>(17).fill('1.5'), 'abc', 'abc', 'x')
      expect(found(profile, 'mixed_types')).to.include({count: 3, example: 'abc'})
      expect(found(profile, 'mixed_types')?.message).to.equal('85 % of the values are numbers; 3 values not')
    })

    it('dates beside a few values that are none', async () => {
      const profile = await ofTexts('2024-01-01', '01.02.2024', '3/4/2024', 'Jan 5 2024', '2024-01-06', 'soon')
      expect(found(profile, 'mixed_types')).to.include({count: 1, example: 'soon'})
      expect(codes(await ofTexts('10.0.0.1', '10.0.0.2', '1.2.3'))).to.deep.equal([])
    })

    it('text that is all numbers, and its range as numbers', async () => {
      const profile = await ofTexts('9.5', '10', '-1e3')
      expect(found(profile, 'text_of_numbers')?.message).to.include('-1000 to 10 ')
    })

    it('text that is all dates, but no day that there is not', async () => {
      expect(codes(await ofTexts('Jan 1 2000', 'Feb 29 2000'))).to.include('text_of_dates')
      expect(codes(await ofTexts('Feb 30 2001', 'Feb 31 2001'))).not.to.include('text_of_dates')
    })

    it('a column of one value, and one of none', async () => {
      expect(found(await ofTexts('a', 'a', null), 'constant')).to.include({count: 2, example: 'a'})
      expect(found(await ofTexts('a', 'a', null), 'constant')?.message).to.equal('one value only, beside 1 null')
      expect(codes(await ofTexts(null, null))).to.deep.equal(['all_null'])
      expect(codes(await ofTexts('a'))).to.deep.equal([])
    })

    it('white space around text, of any kind, and text of nothing else', async () => {
      expect(found(await ofTexts(' a', 'a\u00A0', 'a'), 'surrounding_blanks')).to.include({count: 2})
      expect(found(await ofTexts(' ', '', 'a'), 'blank_text')).to.include({count: 2})
    })

    it('words that stand for a missing value', async () => {
      expect(found(await ofTexts('N/A', 'N/A', 'Nathan', '-'), 'null_words')).to.include({count: 3, example: 'N/A'})
    })

    it('a key with a value that is there twice', async () => {
      const profile = await profileOf('SELECT CASE WHEN range = 5 THEN 4 ELSE range END AS id FROM range(1000)')
      expect(found(profile, 'nearly_unique')).to.include({count: 2, example: 4})
      const key = await profileOf('SELECT range AS id FROM range(1000)')
      expect([codes(key), only(key).is_unique]).to.deep.equal([[], true])
    })

    it('numbers that are not finite, and leaves them out of the rest', async () => {
      const profile = await profileOf(`SELECT unnest(['nan', '1', '3', '-inf']::DOUBLE[]) AS x`)
      expect(found(profile, 'not_finite')).to.include({count: 2})
      expect(only(profile)).to.include({min: 1, max: 3, mean: 2, nulls: 0})
    })
  })
})
