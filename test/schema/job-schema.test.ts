import {expect} from 'chai'
import {Ajv, type ValidateFunction} from 'ajv'
import type {JsonObject, JsonSchema} from '../../src/model/json.js'
import {jobSchema} from '../../src/schema/job-schema.js'
import {documentOf} from '../job/document.js'
import {rightOptions, wrongOptions} from '../job/option-examples.js'
import {entryOf} from '../mod-package.js'

const ports = (input: readonly string[], consumed: readonly string[] = []) => ({
  interface: {input_ports: input, output_ports: ['data'], globals_produced: [], globals_consumed: consumed},
})
const config: JsonSchema = {
  $id: 'https://example.org/reader',
  type: 'object',
  required: ['path', 'rule'],
  properties: {
    path: {type: 'string', format: 'input-file', description: 'What to read.'},
    count: {type: 'integer', minimum: 1, default: 5, title: 'Count'},
    short: {type: 'string', maxLength: 3},
    rule: {$ref: '#/definitions/rule'},
    rules: {type: 'array', items: {$ref: '#/definitions/rule'}},
    by_name: {type: 'object', additionalProperties: {type: 'integer'}},
    either: {anyOf: [{type: 'integer'}, {type: 'array', items: {type: 'boolean'}}]},
    anything: {description: 'Whatever.'},
    off: false,
  },
  definitions: {rule: {type: 'object', properties: {min: {type: 'number'}}, additionalProperties: false}},
}
const reader = entryOf('reader', {config_schema: config, ...ports([], ['country'])})
const joiner = entryOf('joiner', {
  category: 'transformers',
  config_schema: {type: 'object', properties: {left: {type: 'object', description: 'The first table.'}}},
  ...ports(['left', 'right']),
})
const open = entryOf('open', {config_schema: {type: 'object', additionalProperties: true}})

const made = () => jobSchema([reader, joiner, open])

describe('the schema of jobs', () => {
  let validate: ValidateFunction
  beforeEach(() => {
    validate = new Ajv({strict: false, logger: false}).compile(made())
  })
  const isRight = async (yaml: string) => validate((await documentOf(yaml)).value)
  const isRightMod = (mod: string) => isRight(`mods: {a: {${mod}}}`)

  it('takes the keys that a job has, and needs its mods', async () => {
    const job = 'name: a.b-c_1\ndescription: x\ntimeout: 5m\nmaterialize: never\nglobals: {a: [1]}\n'
    expect(await isRight(`${job}mods: {_a1: {_type: open}}`)).to.equal(true)
    expect(await isRight(job)).to.equal(false)
    for (const wrong of [
      'name: a b',
      'name: 5',
      'description: 5',
      'timeout: soon',
      'materialize: often',
      'globals: []',
      'mod: {}',
    ])
      expect(await isRight(`${wrong}\nmods: {}`), wrong).to.equal(false)
    for (const name of ['1a', 'a-b', '""']) expect(await isRight(`mods: {${name}: {_type: open}}`), name).to.equal(false)
  })

  it('takes mods of the types there are, and shows what each is', async () => {
    expect(await isRightMod('_type: reader')).to.equal(true)
    expect(await isRightMod('_type: raeder')).to.equal(false)
    expect(await isRightMod('path: x')).to.equal(false)
    const {mod} = made()['definitions'] as {mod: {properties: {_type: JsonObject}}}
    expect(mod.properties._type).to.deep.include({
      enum: ['joiner', 'open', 'reader'],
      enumDescriptions: ['transformers: the test mod joiner', 'sources: the test mod open', 'sources: the test mod reader'],
    })
  })

  it('takes the options that a run takes', async () => {
    for (const options of rightOptions) expect(await isRightMod(`_type: reader, ${options}`), options).to.equal(true)
  })

  it('refuses the options that a run refuses, but for two that a schema would tell in words that nobody can read', async () => {
    const untold = /^_timeout: 2147484$|^_isolate: \{memory: \w*MB\w*\}$|memory: 1\.MB/
    for (const [options] of wrongOptions)
      expect(await isRightMod(`_type: reader, ${options}`), options).to.equal(untold.test(options))
  })

  const right = [
    'path: a.csv',
    'count: 7',
    'count: "${n}"',
    'short: abc',
    'short: "${long_name}"',
    'rule: {min: 1.5}',
    'rule: {min: "${least}"}',
    'rule: "${rule}"',
    'rules: [{min: 1}, "${rule}"]',
    'rules: "${rules}"',
    'by_name: {a: 1, b: "${n}"}',
    'either: 5',
    'either: [true, "${flag}"]',
    'anything: [{}]',
    'country: DE',
  ]
  it('takes parameters as their mod does, and references in their place', async () => {
    for (const param of right) expect(await isRightMod(`_type: reader, ${param}`), param).to.equal(true)
  })

  const wrong = [
    'path: 5',
    'count: 0',
    'count: many',
    'short: abcd',
    'rule: {min: x}',
    'rule: {max: 1}',
    'rules: [{max: 1}]',
    'rules: [5]',
    'by_name: {a: x}',
    'either: [5]',
    'off: 1',
    'pth: a.csv',
    'left: "${b.data}"',
  ]
  it('refuses parameters that their mod refuses', async () => {
    for (const param of wrong) expect(await isRightMod(`_type: reader, ${param}`), param).to.equal(false)
  })

  it('takes references at an input port, alone, in a list and in a map, and nothing else', async () => {
    for (const port of ['left', 'right'])
      for (const given of ['"${b.data}"', '["${b.data}"]', '{x: "${b.data}"}'])
        expect(await isRightMod(`_type: joiner, ${port}: ${given}`), `${port} ${given}`).to.equal(true)
    for (const given of ['b.data', '5', '["b.data"]', '{x: 5}', 'null'])
      expect(await isRightMod(`_type: joiner, left: ${given}`), given).to.equal(false)
  })

  it('takes any parameter of a mod that does', async () => {
    expect(await isRightMod('_type: open, whatever: [1]')).to.equal(true)
  })

  it('shows of each parameter what the mod says of it', () => {
    const definitions = made()['definitions'] as Record<string, {properties: Record<string, JsonObject>} & JsonObject>
    const {mod_reader: shownReader, mod_joiner: shownJoiner} = definitions
    expect(shownReader).to.include({title: 'reader', description: 'the test mod reader'}).and.not.have.any.keys('$id', 'required')
    expect(shownReader?.properties['path']).to.deep.equal({
      description: 'What to read.',
      type: 'string',
      format: 'input-file',
    })
    expect(shownReader?.properties['count']).to.deep.include({title: 'Count', default: 5})
    expect(shownReader?.properties['_type']).to.deep.equal({const: 'reader'})
    expect(shownJoiner?.properties['left']?.['description']).to.equal('The first table.')
    expect(shownJoiner?.properties['right']?.['description']).to.equal('An input port.')
    expect(shownReader?.properties['_retry']?.['description']).to.be.a('string')
  })
})
