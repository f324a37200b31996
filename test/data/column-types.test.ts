import {expect} from 'chai'
import {columnType} from '../../src/data/column-types.js'
import {columnTypes} from '../../src/model/dataset.js'

describe('columnType', () => {
  it('knows every type that a parameter can name', () => {
    expect(columnTypes.map(columnType)).to.deep.equal([
      'VARCHAR',
      'BIGINT',
      'DECIMAL(38,10)',
      'DOUBLE',
      'BOOLEAN',
      'DATE',
      'TIMESTAMP',
      'TIMESTAMP WITH TIME ZONE',
      'TIME',
    ])
  })

  it("takes DuckDB's own, in any case and spacing", () => {
    expect(
      ['decimal(10,2)', 'Decimal( 10 , 2 )', 'NUMERIC(5)', 'int', 'HugeInt', 'timestamp with  time zone', 'uuid'].map(columnType),
    ).to.deep.equal(['DECIMAL(10,2)', 'DECIMAL(10,2)', 'DECIMAL(5,0)', 'INTEGER', 'HUGEINT', 'TIMESTAMP WITH TIME ZONE', 'UUID'])
  })

  for (const name of [
    '',
    'strin',
    'DECIMAL(39,2)',
    'DECIMAL(2,5)',
    'DECIMAL(0)',
    'INTEGER); DROP TABLE x; --',
    '__proto__',
    'constructor',
  ]) {
    it(`throws for ${JSON.stringify(name)}`, () => {
      expect(() => columnType(name)).to.throw(`"${name}" is no column type`)
    })
  }
})
