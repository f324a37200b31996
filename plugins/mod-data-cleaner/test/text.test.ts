import {expect} from 'chai'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner: text', () => {
  const clean = useCleaner()
  const column = async (values: readonly (number | string | null)[], params: object) => {
    const {rows, result} = await clean(
      values.map((a) => ({a})),
      params,
    )
    expect(result.errors).to.deep.equal([])
    return rows.map(({a}) => a)
  }

  it('trims white space of every kind at both ends, and none within; text that is then empty becomes null', async () => {
    const spaces = '\t\n\v\f\r \u0085\u00a0\u1680\u2003\u2028\u202f\u3000\ufeff'
    expect(await column([`${spaces}a \u00a0 b${spaces}`, spaces, '', null, 'c'], {trim: true})).to.deep.equal([
      'a \u00a0 b',
      null,
      null,
      null,
      'c',
    ])
  })

  it('trims only the columns of a list, and leaves numbers alone', async () => {
    const {rows} = await clean([{a: ' x ', b: ' y ', n: 1}], {trim: ['b', 'n']})
    expect(rows).to.deep.equal([{a: ' x ', b: 'y', n: 1}])
  })

  it('trims a long run of spaces within a value without a hitch', async () => {
    const long = `x${' '.repeat(200_000)}y`
    expect(await column([long], {trim: true})).to.deep.equal([long])
  })

  it('sets the case', async () => {
    const {rows} = await clean([{u: 'aé', l: 'AÉ', t: "mary-jane  O'NEIL élan", s: 'FIRST word. NEXT'}], {
      case: {u: 'upper', l: 'lower', t: 'title', s: 'sentence'},
    })
    expect(rows).to.deep.equal([{u: 'AÉ', l: 'aé', t: "Mary-Jane  O'neil Élan", s: 'First word. next'}])
    expect(await column(['', null, 'é'], {case: {a: 'title'}})).to.deep.equal(['', null, 'É'])
    expect(await column(['', null, 'é'], {case: {a: 'sentence'}})).to.deep.equal(['', null, 'É'])
  })

  it('leaves the case of numbers alone, since they have none', async () => {
    expect(await column([1, 2], {case: {a: 'upper'}})).to.deep.equal([1, 2])
  })

  describe('replace', () => {
    it('looks whole values up, the first rule that fits', async () => {
      const rules = [
        {from: 'a', to: 'b'},
        {from: 'b', to: 'a'},
        {from: '?', to: null},
        {from: 'a', to: 'never'},
      ]
      expect(await column(['a', 'b', '?', 'aa', null], {replace: {a: rules}})).to.deep.equal(['b', 'a', null, 'aa', null])
    })

    it('looks up numbers in a column of numbers', async () => {
      const rules = [
        {from: 999, to: null},
        {from: '7', to: 8},
        {from: 'n/a', to: 0},
      ]
      expect(await column([1, 999, 7], {replace: {a: rules}})).to.deep.equal([1, null, 8])
    })

    it('takes five hundred rules', async () => {
      const rules = Array.from({length: 500}, (_, index) => ({from: `v${String(index)}`, to: `w${String(index)}`}))
      expect(await column(['v0', 'v499', 'x'], {replace: {a: rules}})).to.deep.equal(['w0', 'w499', 'x'])
    })

    it('replaces each match of a pattern, with its groups, one rule after the other', async () => {
      const rules = [
        {from: '(\\d)-(\\d)', to: '\\2\\1', regex: true},
        {from: '[0-9]', to: '#', regex: true},
      ]
      expect(await column(['a1-2b3-4', null, ''], {replace: {a: rules}})).to.deep.equal(['a##b##', null, ''])
      expect(await column(['a1-2'], {replace: {a: rules.slice(0, 1)}})).to.deep.equal(['a21'])
    })

    it('takes whole values first, then patterns', async () => {
      const rules = [
        {from: '[xy]', to: 'z', regex: true},
        {from: 'xy', to: 'yx!'},
      ]
      expect(await column(['xy', 'x'], {replace: {a: rules}})).to.deep.equal(['zz!', 'z'])
    })

    it('makes a column text that a pattern works on, whatever it was read as', async () => {
      expect(await column([123, 45], {replace: {a: [{from: '3$', to: '4', regex: true}]}})).to.deep.equal(['124', '45'])
    })

    it('is not held up by a pattern that others would hang on', async () => {
      expect(await column([`${'a'.repeat(5000)}!`], {replace: {a: [{from: '^(a+)+$', to: 'x', regex: true}]}})).to.have.length(1)
    })

    it('refuses a pattern that is none, a group that it has not, and a value that the column cannot hold', async () => {
      const {errors, result} = await clean([{a: 'x', b: 'x', n: 1}], {
        replace: {
          a: [{from: '(', to: '', regex: true}],
          b: [{from: 'x', to: '\\1', regex: true}],
          n: [{from: 1, to: 'one'}],
        },
      })
      expect(result.errors.map(({code}) => code)).to.deep.equal(Array(3).fill('wrong_value'))
      expect(errors[0]).to.match(/^replace has for "a" the pattern "\(", which is none: missing \)/)
      expect(errors[1]).to.match(/^replace has for "b" "\\\\1": /)
      expect(errors[2]).to.match(/^replace puts "one" into "n", which is BIGINT: /)
    })
  })

  it('makes null of the texts that mean it, spaces around them left aside, and of nothing else', async () => {
    const values = ['N/A', ' N/A ', '-', 'n/a', 'x-', '', 'y']
    expect(await column(values, {null_values: ['N/A', '-']})).to.deep.equal([null, null, null, 'n/a', 'x-', '', 'y'])
    expect(await column(['', ' ', 'y'], {null_values: ['']})).to.deep.equal([null, null, 'y'])
    expect(await column([0, 1], {null_values: ['0']})).to.deep.equal([0, 1])
  })
})
