import {expect} from 'chai'
import {typesOf, useEngine} from './use-engine.js'

describe('the type of a column', () => {
  const use = useEngine()

  it('is found from the values that are there, also when some are missing', async () => {
    const {data} = await use.data.readCsv(
      await use.file('in.csv', 'i,d,b,day,t\n,,,,\n1,1.50,true,2024-02-29,x\n,,,,\n2,0.25,,1999-12-31,\n'),
    )
    expect(typesOf(data)).to.deep.equal({i: 'BIGINT', d: 'DECIMAL(15,2)', b: 'BOOLEAN', day: 'DATE', t: 'VARCHAR'})
  })

  it('is text when no value is there', async () => {
    const {data} = await use.data.readCsv(await use.file('in.csv', 'a,b\n,1\n,2\n'))
    expect(typesOf(data)).to.deep.equal({a: 'VARCHAR', b: 'BIGINT'})
  })
})
