import {expect} from 'chai'
import {parseProjectDefaults} from '../../src/job/parse-project-defaults.js'
import {documentOf, problemsOf, told} from './document.js'

const parse = async (text: string) => parseProjectDefaults(await documentOf(text, '/project/project_defaults.yaml'))

describe('project defaults', () => {
  it('hold a name, globals, parameters by mod type, and where logs go', async () => {
    const defaults = await parse(`
project_name: shop
project_version: 1.2.0
globals: {country: DE}
mod_defaults:
  csv_reader: {delimiter: ";"}
  csv_writer:
logging: {base_path: logs, retention_days: 30}
`)
    expect(defaults.ok && {...defaults.value, document: undefined}).to.deep.equal({
      project_name: 'shop',
      project_version: '1.2.0',
      globals: {country: 'DE'},
      mod_defaults: {csv_reader: {delimiter: ';'}, csv_writer: {}},
      logging: {base_path: 'logs', retention_days: 30},
      document: undefined,
    })
  })

  it('may be empty, or wholly commented out', async () => {
    for (const text of ['', '# globals:\n', '---\n', 'globals:\nmod_defaults:\nlogging:\n']) {
      const defaults = await parse(text)
      expect(defaults.ok && [defaults.value.globals, defaults.value.mod_defaults, defaults.value.logging], text).to.deep.equal([
        {},
        {},
        {},
      ])
    }
  })

  it('tell everything that is wrong with them at once', async () => {
    const defaults = await parse(`project_nme: x
project_name: 5
globals: {env: 1}
mod_defaults: {csv_reader: [a]}
logging: {base_path: true, retention_days: -1, levels: DEBUG}
`)
    expect(told(defaults)).to.have.members([
      '1:1 project_defaults.yaml has no key "project_nme" (did you mean "project_name"?)',
      '2:15 project_name is text, not 5 (put it in quotes: "5")',
      '3:11 the global "env" has a name that references keep for themselves (give it another name)',
      '4:28 mod_defaults.csv_reader is a map, not a list',
      '5:22 logging.base_path is text, not true (put it in quotes: "true")',
      '5:44 logging.retention_days is a number of days, 0 or more, not -1',
      '5:48 logging has no key "levels" (its keys are base_path, retention_days)',
    ])
  })

  it('may have a version that looks like a number, and logs that are kept no day', async () => {
    const defaults = await parse('project_version: 1.5\nlogging: {retention_days: 0}\n')
    expect(defaults.ok && {...defaults.value, document: undefined}).to.deep.equal({
      project_version: '1.5',
      globals: {},
      mod_defaults: {},
      logging: {retention_days: 0},
      document: undefined,
    })
  })

  it('are told of at their place, under a code of their own', async () => {
    const wrong = `globals: [a]
mod_defaults: 5
logging: x
project_version: true
`
    expect(told(await parse(wrong))).to.have.members([
      '1:10 globals is a map, not a list',
      '2:15 mod_defaults is a map, not 5',
      '3:10 logging is a map, not "x"',
      '4:18 project_version is text, not true (put it in quotes: "true")',
    ])
    for (const text of [wrong, 'just text\n'])
      expect(problemsOf(await parse(text)).map(({code}) => code)).to.satisfy((codes: readonly unknown[]) =>
        codes.every((code) => code === 'bad_project_defaults'),
      )
    expect(told(await parse('logging: {retention_days: "5"}\n'))).to.deep.equal([
      '1:27 logging.retention_days is a number of days, 0 or more, not "5"',
    ])
  })

  it('are a map', async () => {
    expect(told(await parse('just text\n'))).to.deep.equal(['1:1 project defaults are a map, not "just text"'])
  })
})
