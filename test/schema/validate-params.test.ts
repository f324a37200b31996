import {expect} from 'chai'
import type {JsonSchema} from '../../src/model/json.js'
import {validateParams} from '../../src/schema/validate-params.js'

const schema: JsonSchema = {
  type: 'object',
  required: ['file_path'],
  additionalProperties: false,
  properties: {
    file_path: {type: 'string', format: 'input-file'},
    skip_rows: {type: 'integer', minimum: 0, default: 0},
    delimiter: {type: 'string', minLength: 1, default: ','},
    mode: {enum: ['fast', 'exact'], default: 'fast'},
    header: {anyOf: [{type: 'boolean'}, {type: 'array', items: {type: 'string'}}], default: true},
    tags: {type: 'array', items: {type: 'string'}, default: ['a']},
    code: {type: 'string', pattern: '^(a+)+$'},
  },
}
const entry = (config_schema: JsonSchema, ports: readonly string[] = [], consumed: readonly string[] = []) => ({
  config_schema,
  interface: {input_ports: ports, output_ports: [], globals_produced: [], globals_consumed: consumed},
})
class Table {
  readonly rows = 1
}
const validate = (params: Record<string, unknown>, of = entry(schema)) =>
  validateParams({
    modType: 'reader',
    entry: of,
    params,
    at: {file: 'job.yaml', line: 3, column: 3},
    locate: (param, path, part) => ({file: [param, ...path, part].join('/')}),
    isOpaque: (value) => value instanceof Table,
  })
const valueOf = async (params: Record<string, unknown>, of = entry(schema)) => {
  const checked = await validate(params, of)
  return checked.ok ? checked.value : checked.problems
}
const problemsOf = async (params: Record<string, unknown>, of = entry(schema)) => {
  const checked = await validate(params, of)
  return checked.ok ? [] : checked.problems.map(({code, message, hint}) => [code, message, ...(hint === undefined ? [] : [hint])])
}

describe('validateParams', () => {
  it('fills in defaults, a copy for each call', async () => {
    const [one, two] = [await validate({file_path: 'x'}), await validate({file_path: 'x'})]
    expect(one).to.deep.equal({
      ok: true,
      value: {file_path: 'x', skip_rows: 0, delimiter: ',', mode: 'fast', header: true, tags: ['a']},
    })
    if (one.ok) (one.value['tags'] as string[]).push('b')
    expect(two.ok && two.value['tags']).to.deep.equal(['a'])
    expect(await valueOf({file_path: 'x'})).to.deep.include({tags: ['a']})
  })

  it('copies what it is given, and converts nothing', async () => {
    const given = {file_path: 'x', tags: ['t']}
    const checked = await validate(given)
    expect(checked.ok && checked.value['tags']).to.deep.equal(['t'])
    expect(checked.ok && checked.value['tags']).not.to.equal(given.tags)
    expect(await problemsOf({file_path: 'x', skip_rows: '5'})).to.deep.equal([
      ['invalid_param', '"skip_rows" must be an integer, not "5"', 'remove the quotes'],
    ])
  })

  it('tells everything that is wrong at once, in plain words', async () => {
    expect(
      await problemsOf({skip_rows: -1, delimeter: ';', mode: 'exat', header: 5, tags: ['a', 7], delimiter: ''}),
    ).to.deep.equal([
      ['unknown_param', 'reader has no parameter "delimeter"', 'did you mean "delimiter"?'],
      ['missing_param', 'reader needs "file_path"'],
      ['invalid_param', '"skip_rows" must be at least 0, not -1'],
      ['invalid_param', '"delimiter" must not be empty'],
      ['invalid_param', '"mode" must be one of "fast", "exact", not "exat"', 'did you mean "exact"?'],
      ['invalid_param', '"header" must be true or false or a list, not 5'],
      ['invalid_param', '"tags[1]" must be text, not 7'],
    ])
  })

  it('points at keys, values and, for what is missing, at the mod', async () => {
    const checked = await validate({delimeter: 1, tags: [2]})
    expect(checked.ok ? [] : checked.problems.map(({at}) => at)).to.deep.equal([
      {file: 'delimeter/key'},
      {file: 'job.yaml', line: 3, column: 3},
      {file: 'tags/0/value'},
    ])
  })

  it('refuses null for a parameter that must not be null, and a required one that is null', async () => {
    expect(await problemsOf({file_path: null})).to.deep.equal([['invalid_param', '"file_path" must be text, not null']])
  })

  it('takes unknown parameters only where the schema says so', async () => {
    expect(await problemsOf({x: 1}, entry({type: 'object'}))).to.have.length(1)
    expect(await valueOf({x: 1}, entry({type: 'object', additionalProperties: true}))).to.deep.equal({x: 1})
  })

  it('demands its input ports, and hands their tables on untouched', async () => {
    const table = new Table()
    expect(await valueOf({data: table}, entry({type: 'object'}, ['data']))).to.have.property('data', table)
    expect((await problemsOf({}, entry({type: 'object'}, ['data'])))[0]?.slice(0, 2)).to.deep.equal([
      'missing_input',
      'reader needs an input for "data"',
    ])
    expect(await problemsOf({}, entry({type: 'object', properties: {data: {}}}, ['data']))).to.deep.equal([])
  })

  it('lets globals through that the mod consumes and its schema does not know', async () => {
    expect(await valueOf({day: '2024-08-12'}, entry({type: 'object', additionalProperties: false}, [], ['day']))).to.deep.equal({
      day: '2024-08-12',
    })
  })

  it('matches a pattern that would backtrack for ever in no time', async () => {
    expect(await problemsOf({file_path: 'x', code: `${'a'.repeat(50_000)}!`})).to.have.length(1)
  })

  it('knows the keywords of 2020-12 when the schema says so', async () => {
    const of = entry({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {pair: {type: 'array', prefixItems: [{type: 'string'}, {type: 'integer'}]}},
    })
    expect(await problemsOf({pair: ['a', 'b']}, of)).to.deep.equal([['invalid_param', '"pair[1]" must be an integer, not "b"']])
  })

  it('does not let a parameter reach the prototype', async () => {
    await validate(JSON.parse('{"file_path": "x", "__proto__": {"polluted": 1}}') as Record<string, unknown>)
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })
})
