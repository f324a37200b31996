import {expect} from 'chai'
import {referencesIn} from '../../src/params/references.js'

const names = (value: Parameters<typeof referencesIn>[0], globals: Record<string, Parameters<typeof referencesIn>[0]> = {}) =>
  referencesIn(value, new Map(Object.entries(globals).map(([name, held]) => [name, {value: held}]))).map(
    ({path, expression}) => `${path.join('.')} ${expression}`,
  )

describe('the references in a value', () => {
  it('are those of the globals it refers to as well, where it refers to them', () => {
    const globals = {input: '${table}', table: ['${extract.data}'], unused: '${other.data}'}
    expect(names({data: ['${input}']}, globals)).to.deep.equal(['data.0 ${input}', 'data.0 ${table}', 'data.0 ${extract.data}'])
  })

  it('are those of the value alone when no globals are given', () => {
    expect(names({data: '${input}'})).to.deep.equal(['data ${input}'])
  })

  it('end where globals stand for each other', () => {
    expect(names('${a}', {a: '${b}', b: '${a} ${c.data}'})).to.deep.equal([' ${a}', ' ${b}', ' ${a}', ' ${c.data}'])
  })

  it('are found in time linear to the globals, however often these repeat each other', () => {
    const globals = Object.fromEntries(
      Array.from({length: 200}, (_, index) => [`g${String(index)}`, `\${g${String(index + 1)}}`.repeat(2)]),
    )
    expect(names('${g0}', globals)).to.have.length(401)
  })
})
