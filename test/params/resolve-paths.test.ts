import {expect} from 'chai'
import {PendingValue} from '../../src/params/pending-value.js'
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

  it('that are defaults of the schema start there too', () => {
    const withDefaults = {
      properties: {
        file: {type: 'string', format: 'input-file', default: 'a.csv'},
        out: {type: 'array', items: {type: 'string', format: 'output-file'}, default: ['o.csv']},
        base_path: {type: 'string', format: 'directory', default: 'data'},
      },
    }
    const {params, inputs} = resolvePaths({}, {schema: withDefaults, folderOf})
    expect(params).to.deep.equal({file: '/project/data/a.csv', out: ['/project/data/o.csv'], base_path: '/project/data'})
    expect(inputs).to.deep.equal([{param: 'file', path: '/project/data/a.csv'}])
    expect(resolvePaths({file: null}, {schema: withDefaults, folderOf}).params['file']).to.equal(null)
  })

  it('are yet to come when base_path is, but for those that are absolute', () => {
    const pending = new PendingValue('${first.globals.folder}')
    const {params, inputs} = resolvePaths({base_path: pending, file: 'a.csv', many: ['/b.csv', 'c.csv']}, {schema, folderOf})
    expect(params).to.deep.equal({base_path: pending, file: pending, many: ['/b.csv', pending]})
    expect(inputs).to.deep.equal([{param: 'many', path: '/b.csv'}])
  })

  it('do not mean a home by "~", nor change the parameters they are given', () => {
    const given = Object.freeze({file: '~/a.csv'})
    expect(resolvePaths(given, {schema, folderOf}).params['file']).to.equal('/job/~/a.csv')
  })
})
