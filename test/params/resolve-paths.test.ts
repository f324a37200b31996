import {expect} from 'chai'
import {resolvePaths} from '../../src/params/resolve-paths.js'

const schema = {
  properties: {
    file: {type: 'string', format: 'input-file'},
    many: {type: 'array', items: {type: 'string', format: 'input-file'}},
    either: {anyOf: [{type: 'string', format: 'input-file'}, {type: 'boolean'}]},
    out: {type: 'string', format: 'output-file'},
    base_path: {type: 'string', format: 'directory'},
    text: {type: 'string'},
  },
}
const folderOf = (param: string) => (param === 'base_path' ? '/project' : '/job')

describe('paths', () => {
  it('start at the folder of the file that names them', () => {
    const {params, inputs, outputs} = resolvePaths(
      {file: 'a.csv', many: ['b.csv', '/c.csv'], either: 'd.csv', out: '../o.csv', text: 'a.csv'},
      {schema, folderOf},
    )
    expect(params).to.deep.equal({
      file: '/job/a.csv',
      many: ['/job/b.csv', '/c.csv'],
      either: '/job/d.csv',
      out: '/o.csv',
      text: 'a.csv',
    })
    expect(inputs.map(({path}) => path)).to.deep.equal(['/job/a.csv', '/job/b.csv', '/c.csv', '/job/d.csv'])
    expect(outputs).to.deep.equal([{param: 'out', path: '/o.csv'}])
  })

  it('start at base_path where the mod gets one, which starts where it is named itself', () => {
    expect(resolvePaths({file: 'a.csv', base_path: 'data'}, {schema, folderOf}).params).to.deep.equal({
      file: '/project/data/a.csv',
      base_path: '/project/data',
    })
  })

  it('leave alone what is no text', () => {
    expect(resolvePaths({file: 5, either: true, many: 'x'}, {schema, folderOf}).inputs.map(({path}) => path)).to.deep.equal([
      '/job/x',
    ])
  })
})
