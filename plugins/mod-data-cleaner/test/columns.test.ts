import {expect} from 'chai'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner: columns', () => {
  const clean = useCleaner()

  it('renames, also two columns to each other’s names', async () => {
    expect((await clean([{a: 1, b: 2}], {rename: {a: 'x y'}})).rows).to.deep.equal([{'x y': 1, b: 2}])
    expect((await clean([{a: 1, b: 2}], {rename: {a: 'b', b: 'a'}})).rows).to.deep.equal([{b: 1, a: 2}])
  })

  it('selects by the new names, in the order of the list', async () => {
    const {rows} = await clean([{a: 1, b: 2, c: 3}], {rename: {a: 'x'}, select: ['c', 'x']})
    expect(rows.map((row) => Object.entries(row))).to.deep.equal([
      [
        ['c', 3],
        ['x', 1],
      ],
    ])
  })

  it('names every column that is not there at once, with the parameter and the nearest name', async () => {
    const params = {trim: ['emial'], cast: {m: 'date'}, rename: {q: 'r'}, drop_missing: ['email', 'name']}
    const {result, errors} = await clean([{email: 'x', number: 1}], params)
    expect(result.exit_code).to.equal(30)
    expect(result.errors.map(({code}) => code)).to.deep.equal(Array(4).fill('unknown_column'))
    expect(errors).to.have.members([
      'rename names the column "q", which is not there: there are "email", "number"',
      'trim names the column "emial", which is not there: did you mean "email"?',
      'drop_missing names the column "name", which is not there: there are "email", "number"',
      'cast names the column "m", which is not there: there are "email", "number"',
    ])
  })

  it('says so when a parameter uses the old name, or a column that select leaves out', async () => {
    const {errors} = await clean([{a: 'x', b: 'y'}], {rename: {a: 'customer'}, select: ['customer'], trim: ['a', 'b']})
    expect(errors).to.deep.equal([
      'trim names the column "a", which is not there: rename calls it "customer"',
      'trim names the column "b", which is not there: select leaves it out',
    ])
  })

  it('refuses to give two columns one name, also one that differs only by case', async () => {
    expect((await clean([{a: 1, b: 2}], {rename: {a: 'b'}})).errors).to.deep.equal(['rename gives two columns the name "b"'])
    expect((await clean([{a: 1, b: 2}], {rename: {a: 'B'}})).errors).to.deep.equal(['rename gives two columns the name "b"'])
  })

  const odd = [
    'a "b" \'c\'; DROP TABLE x --',
    'select',
    'c0',
    'row',
    'reason',
    'constructor',
    'toString',
    ' ',
    'größe 猫',
    '$x',
    "it's",
    'input',
  ]
  for (const name of odd) {
    it(`takes a column called ${JSON.stringify(name)} as any other, in every parameter`, async () => {
      const params = {
        trim: [name],
        case: {[name]: 'upper'},
        replace: {[name]: [{from: 'X', to: '1'}]},
        null_values: ['NONE'],
        cast: {[name]: 'integer'},
        on_cast_error: 'reject',
        fill_missing: {[name]: 7},
        drop_missing: [name],
        drop_duplicates: [name],
      }
      const {rows, rejected, result} = await clean([{[name]: ' x '}, {[name]: 'none'}, {[name]: 'y'}, {[name]: '1'}], params)
      expect(result.errors).to.deep.equal([])
      expect(rows).to.deep.equal([{[name]: 1}, {[name]: 7}])
      expect(rejected).to.have.length(1)
      expect(rejected[0]).to.include({[name]: 'Y', reject_column: name, reject_value: 'Y'})
      expect((await clean([{[name]: 1}], {rename: {[name]: 'new'}, select: ['new']})).rows).to.deep.equal([{new: 1}])
    })
  }

  it('puts values of parameters into SQL as values', async () => {
    const evil = "'; DROP TABLE x --"
    const {rows, result} = await clean([{a: evil}, {a: null}, {a: 'n'}], {
      replace: {a: [{from: evil, to: "it's \\ $1 %s"}]},
      null_values: ["n'"],
      fill_missing: {a: evil},
    })
    expect(result.errors).to.deep.equal([])
    expect(rows).to.deep.equal([{a: "it's \\ $1 %s"}, {a: evil}, {a: 'n'}])
  })
})
