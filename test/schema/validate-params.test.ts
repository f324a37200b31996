import {expect} from 'chai'
import type {JsonObject} from '../../src/model/json.js'
import {Live, schemaOf, told, validate} from './validate.js'

describe('parameters that are valid', () => {
  it('come as a deep copy with the defaults of the schema filled in, and nothing else changed', async () => {
    const schema = schemaOf({
      list: {type: 'array', default: [1]},
      map: {type: 'object', properties: {inner: {default: 'x'}}},
      count: {type: 'integer', default: 2},
    })
    const given = Object.freeze({map: Object.freeze({other: [1]}), count: 5})
    const valid = await validate(schema, given)
    expect(valid).to.deep.equal({ok: true, value: {list: [1], map: {other: [1], inner: 'x'}, count: 5}})
    expect(valid.ok && valid.value['map']).not.to.equal(given.map)
  })

  it('share no default between two runs', async () => {
    const schema = schemaOf({list: {type: 'array', default: []}, map: {type: 'object', default: {a: []}}})
    const one = await validate(schema, {})
    if (one.ok) (one.value['list'] as number[]).push(1)
    if (one.ok) (one.value['map'] as {a: number[]}).a.push(1)
    expect(await validate(schema, {})).to.deep.equal({ok: true, value: {list: [], map: {a: []}}})
    expect(schema['properties']).to.deep.equal({list: {type: 'array', default: []}, map: {type: 'object', default: {a: []}}})
  })

  it('may be tables, and values yet to come, at any depth: handed on as they are, and not written into', async () => {
    const live = Object.freeze(new Live())
    const schema = schemaOf(
      {
        any: {type: 'string'},
        list: {type: 'array', items: {type: 'object', properties: {filled: {default: 1}}}, uniqueItems: true},
        which: {enum: ['a']},
        either: {anyOf: [{type: 'boolean'}, {type: 'array', items: {type: 'string'}}]},
        has: {type: 'array', contains: {type: 'integer'}},
      },
      {required: ['any'], if: {properties: {which: {const: 'a'}}}, else: {required: ['nothing']}},
    )
    const given = {any: live, list: [live, live], which: live, either: ['x', live], has: ['x', live]}
    const valid = await validate(schema, given)
    expect(told(valid)).to.deep.equal([])
    expect(valid.ok && valid.value['any']).to.equal(live)
    expect(valid.ok && (valid.value['list'] as unknown[])[1]).to.equal(live)
  })

  it('count as given when they are yet to come', async () => {
    const schema = schemaOf({a: {type: 'string'}, b: {type: 'string'}}, {anyOf: [{required: ['a']}, {required: ['b']}]})
    expect(told(await validate(schema, {a: new Live()}))).to.deep.equal([])
    expect(told(await validate(schema, {}))).to.deep.equal(['invalid_param at the mod: reader needs "a", or needs "b"'])
  })

  it('may be globals that the mod consumes and its schema does not know, as copies', async () => {
    const shared = {x: [1]}
    const valid = await validate(
      schemaOf({}, {additionalProperties: false}),
      {country: shared},
      {ports: {globals_consumed: ['country']}},
    )
    expect(valid).to.deep.equal({ok: true, value: {country: {x: [1]}}})
    expect(valid.ok && valid.value['country']).not.to.equal(shared)
  })

  it('may have any name where the schema says so', async () => {
    expect(told(await validate(schemaOf({}, {additionalProperties: true}), {anything: 1}))).to.deep.equal([])
    const integers = schemaOf({}, {additionalProperties: {type: 'integer'}})
    expect(told(await validate(integers, {a: 1, b: 'x'}))).to.deep.equal(['invalid_param at b: "b" must be an integer, not "x"'])
    const named = schemaOf({}, {patternProperties: {'^x_': {type: 'integer'}}, additionalProperties: false})
    expect(told(await validate(named, {x_1: 1, y: 1}))).to.deep.equal([
      'unknown_param at y:key: reader has no parameter "y" (it has no parameters)',
    ])
  })

  it('may be described by parts of the schema that it is composed of', async () => {
    const schema = {
      ...schemaOf({a: {}}, {allOf: [{$ref: '#/definitions/paths'}]}),
      definitions: {paths: {properties: {path: {type: 'string'}}}},
    }
    expect(told(await validate(schema, {a: 1, path: 'x'}))).to.deep.equal([])
    expect(told(await validate(schema, {pth: 'x'}))).to.deep.equal([
      'unknown_param at pth:key: reader has no parameter "pth" (did you mean "path"?)',
    ])
  })
})

describe('a parameter is refused', () => {
  const refused: readonly (readonly [what: string, property: JsonObject, value: unknown, problem: string])[] = [
    ['of another type', {type: 'integer'}, 'abc', '"a" must be an integer, not "abc"'],
    [
      'that is a number in quotes',
      {type: 'integer'},
      '5',
      '"a" must be an integer, not "5" (write it without quotes; what comes from the environment is text)',
    ],
    ['that is a number and must be text', {type: 'string'}, 5, '"a" must be text, not 5 (put it in quotes: "5")'],
    ['that is a fraction and must be whole', {type: 'integer'}, 1.5, '"a" must be an integer, not 1.5'],
    ['that is null', {type: ['string', 'boolean']}, null, '"a" must be text or true or false, not null'],
    ['that is a map and must be a list', {type: 'array'}, {}, '"a" must be a list, not a map'],
    [
      'that is none of the values listed',
      {enum: ['error', 'skip', 5]},
      'eror',
      '"a" must be one of "error", "skip", 5, not "eror" (did you mean "error"?)',
    ],
    ['that is not the one value', {const: 1}, 2, '"a" must be 1, not 2'],
    ['that is too small', {minimum: 1}, 0, '"a" must be at least 1, not 0'],
    ['that is too large', {exclusiveMaximum: 1}, 1, '"a" must be less than 1, not 1'],
    ['that is no multiple', {multipleOf: 5}, 7, '"a" must be a multiple of 5, not 7'],
    ['that is empty', {minLength: 1}, '', '"a" must not be empty'],
    ['that is too long', {maxLength: 1}, 'ab', '"a" must have at most 1 character, not "ab"'],
    ['that is a list of too few', {minItems: 2}, [1], '"a" must have at least 2 items'],
    ['that is a list with something twice', {uniqueItems: true}, ['x', 'y', 'x'], '"a" has "x" twice'],
    ['that is a list without what it must have', {contains: {type: 'integer'}}, ['x'], '"a" lacks an item that it must have'],
    ['that is a map without keys', {minProperties: 1}, {}, '"a" must not be empty'],
    ['that does not match', {pattern: '^[à-ÿ]+$'}, 'e', '"a" must match ^[à-ÿ]+$, which "e" does not'],
    ['that is no date', {format: 'date'}, '2024-13-01', '"a" must be a date such as 2024-08-12, not "2024-13-01"'],
    ['that is what it must not be', {not: {type: 'string'}}, 'x', '"a" must not be "x"'],
    [
      'of none of several types',
      {anyOf: [{type: 'boolean'}, {type: 'array'}]},
      'x',
      '"a" must be true or false or a list, not "x"',
    ],
    [
      'of two forms at once',
      {oneOf: [{type: 'integer'}, {type: 'number'}]},
      5,
      '"a" fits more than one of the forms it may have',
    ],
    [
      'that is no listed value, nor of the other type',
      {anyOf: [{enum: ['up']}, {type: 'integer'}]},
      'upp',
      '"a" must be one of "up", not "upp", or be an integer (did you mean "up"?)',
    ],
    [
      'that is long, without showing half of what may be a secret',
      {type: 'integer'},
      's'.repeat(200),
      '"a" must be an integer, not a text of 200 characters',
    ],
  ]
  for (const [what, property, value, problem] of refused) {
    it(what, async () => {
      expect(told(await validate(schemaOf({a: property}), {a: value}))).to.deep.equal([`invalid_param at a: ${problem}`])
    })
  }

  const inside: readonly (readonly [what: string, property: JsonObject, value: unknown, problem: string])[] = [
    ['an item', {items: {type: 'string'}}, ['x', 5], 'a.1: "a[1]" must be text, not 5 (put it in quotes: "5")'],
    [
      'a key that it does not have',
      {properties: {strategy: {}}, additionalProperties: false},
      {stratgy: 1},
      'a.stratgy: "a" has no key "stratgy" (did you mean "strategy"?)',
    ],
    ['a key that it needs', {properties: {b: {required: ['c']}}}, {b: {}}, 'a.b: "a.b" needs "c"'],
    [
      'a key that cannot be one',
      {propertyNames: {pattern: '^[a-z]+$'}},
      {B1: 1},
      'a.B1: "a" cannot have a key "B1": a key must match ^[a-z]+$, which "B1" does not',
    ],
    [
      'the alternative whose type it is',
      {anyOf: [{type: 'boolean'}, {type: 'array', items: {type: 'string'}}]},
      ['x', 5],
      'a.1: "a[1]" must be text, not 5 (put it in quotes: "5")',
    ],
    [
      'the alternative whose keys it has',
      {
        anyOf: [
          {type: 'object', required: ['value'], properties: {value: {}}, additionalProperties: false},
          {type: 'object', properties: {strategy: {enum: ['mean']}}, additionalProperties: false},
        ],
      },
      {strategy: 'means'},
      'a.strategy: "a.strategy" must be one of "mean", not "means" (did you mean "mean"?)',
    ],
  ]
  for (const [what, property, value, problem] of inside) {
    it(`for ${what}, at the place of that`, async () => {
      expect(told(await validate(schemaOf({a: property}), {a: value}))).to.deep.equal([`invalid_param at ${problem}`])
    })
  }

  it('with a name that the mod does not have, with the nearest', async () => {
    const schema = schemaOf({delimiter: {type: 'string'}, file_path: {type: 'string'}})
    expect(told(await validate(schema, {delimeter: '|', xyz: 1}))).to.deep.equal([
      'unknown_param at delimeter:key: reader has no parameter "delimeter" (did you mean "delimiter"?)',
      'unknown_param at xyz:key: reader has no parameter "xyz" (its parameters are delimiter, file_path)',
    ])
  })

  it('also by a name that every object has', async () => {
    const params = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, unknown>
    expect(told(await validate(schemaOf({}), params))).to.have.length(3)
  })

  it('with who inherits it, when it stands in a file of others', async () => {
    const heir = {inheritedBy: 'extract (reader)'}
    expect(told(await validate(schemaOf({n: {type: 'integer'}}), {m: 1}, heir))).to.deep.equal([
      'unknown_param at m:key: reader has no parameter "m", which extract (reader) inherits from here (did you mean "n"?)',
    ])
    expect(told(await validate(schemaOf({n: {type: 'integer'}}), {n: 'x'}, heir))).to.deep.equal([
      'invalid_param at n: "n" must be an integer, not "x"; extract (reader) inherits it from here',
    ])
  })

  it('when it holds itself', async () => {
    const self: Record<string, unknown> = {}
    self['self'] = self
    expect(told(await validate(schemaOf({a: {}}), {a: self}))).to.deep.equal(['invalid_param at a: "a" of reader holds itself'])
  })

  it('together with all others, missing ones at the mod', async () => {
    const schema = schemaOf({path: {type: 'string', format: 'input-file'}, n: {type: 'integer'}}, {required: ['path', 'other']})
    expect(told(await validate(schema, {n: true, nn: 1}))).to.have.members([
      'unknown_param at nn:key: reader has no parameter "nn" (did you mean "n"?)',
      'missing_param at the mod: reader needs "path" (add path: path of a file to read)',
      'missing_param at the mod: reader needs "other"',
      'invalid_param at n: "n" must be an integer, not true',
    ])
  })

  it('a few hundred times at most, and in a moment', async () => {
    const schema = schemaOf({a: {items: {anyOf: [{type: 'integer'}, {type: 'array', items: {type: 'integer'}}]}}})
    const problems = told(await validate(schema, {a: Array.from({length: 50_000}, () => 'x')}))
    expect(problems.length).to.be.within(50, 200)
  })
})

describe('an input port', () => {
  const data = {ports: {input_ports: ['data']}}

  it('takes tables and rows as they are', async () => {
    const [live, rows] = [new Live(), [{id: 1}]]
    for (const table of [live, rows]) {
      const valid = await validate(schemaOf({}, {additionalProperties: false}), {data: table}, data)
      expect(valid.ok && valid.value['data']).to.equal(table)
    }
  })

  it('is needed, unless the schema knows it and does not require it', async () => {
    const missing = ['missing_input at the mod: reader needs an input for "data" (data: "${name_of_a_mod.data}")']
    expect(told(await validate(schemaOf({}), {}, data))).to.deep.equal(missing)
    expect(told(await validate(schemaOf({}), {data: null}, data))).to.deep.equal(missing)
    expect(told(await validate(schemaOf({data: {}}, {required: ['data']}), {}, data))).to.deep.equal(missing)
    expect(await validate(schemaOf({data: {}}), {data: null}, data)).to.deep.equal({ok: true, value: {}})
  })

  it('takes no text and no map', async () => {
    for (const value of ['customers.csv', 5, {path: 'x'}])
      expect(told(await validate(schemaOf({}), {data: value}, data))).to.deep.equal([
        'invalid_param at data: "data" is an input port: it takes the table of another mod, not a value (data: "${name_of_a_mod.data}")',
      ])
  })
})

describe('an input port that the schema calls a list or a map', () => {
  const inputs = {ports: {input_ports: ['inputs']}}
  const list = schemaOf({inputs: {type: 'array', minItems: 2}}, {required: ['inputs']})
  const map = schemaOf({inputs: {type: 'object', minProperties: 1, propertyNames: {pattern: '^[a-z]+$'}}}, {required: ['inputs']})
  const live = new Live()

  it('takes tables in that form, and hands them on as they are', async () => {
    const valid = await validate(list, {inputs: [live, live]}, inputs)
    expect(valid).to.deep.equal({ok: true, value: {inputs: [live, live]}})
    const mapped = await validate(map, {inputs: {orders: live, more: [{id: 1}]}}, inputs)
    expect(mapped.ok && mapped.value['inputs']).to.deep.equal({orders: live, more: [{id: 1}]})
  })

  it('is held to what the schema says of the list or the map', async () => {
    expect(told(await validate(list, {inputs: [live]}, inputs))).to.have.length(1)
    expect(told(await validate(map, {inputs: {}}, inputs))).to.have.length(1)
    expect(told(await validate(map, {inputs: {'no name': live}}, inputs))).to.have.length(1)
  })

  it('takes neither a table alone nor values', async () => {
    expect(told(await validate(list, {inputs: live}, inputs))).to.deep.equal([
      'invalid_param at inputs: "inputs" takes a list of tables, not a table alone (inputs: ["${name_of_a_mod.data}", "${another_mod.data}"])',
    ])
    expect(told(await validate(map, {inputs: live}, inputs))).to.deep.equal([
      'invalid_param at inputs: "inputs" takes a map of tables, not a table alone (inputs: {a_name: "${name_of_a_mod.data}"})',
    ])
    expect(told(await validate(map, {inputs: {orders: 'orders.csv', more: live}}, inputs))).to.deep.equal([
      'invalid_param at inputs.orders: "inputs.orders" is an input port: it takes the table of another mod, not a value (inputs: {a_name: "${name_of_a_mod.data}"})',
    ])
    expect(told(await validate(list, {inputs: 'orders.csv'}, inputs))).to.have.length(1)
  })

  it('is told once to be missing', async () => {
    for (const params of [{}, {inputs: null}])
      expect(told(await validate(map, params, inputs))).to.deep.equal([
        'missing_input at the mod: reader needs an input for "inputs" (inputs: {a_name: "${name_of_a_mod.data}"})',
      ])
  })
})

describe('a schema', () => {
  it('of draft 2020-12 is read by its own rules', async () => {
    const schema = schemaOf(
      {a: {prefixItems: [{type: 'string'}]}, b: {}},
      {$schema: 'https://json-schema.org/draft/2020-12/schema', dependentRequired: {b: ['a']}, unevaluatedProperties: false},
    )
    expect(told(await validate(schema, {b: 1}))).to.deep.equal(['invalid_param at the mod: reader needs "a" where it has "b"'])
    expect(told(await validate(schema, {a: [5]}))).to.deep.equal([
      'invalid_param at a.0: "a[0]" must be text, not 5 (put it in quotes: "5")',
    ])
    expect(told(await validate(schema, {a: ['x'], c: 1}))).to.have.length(1)
  })

  it('that compares is given no map that brings its own toString', async () => {
    const schema = schemaOf({a: {enum: [{toString: 1}, 'x']}})
    expect(told(await validate(schema, {a: {toString: null}}))[0]).to.match(/"toString" or "valueOf"/)
  })

  it('that cannot be used is a problem, and throws nothing', async () => {
    for (const schema of [
      schemaOf({a: {type: 'strin'}}),
      schemaOf({a: {pattern: '('}}),
      schemaOf({a: {$ref: '#/nowhere'}}),
      schemaOf({a: {pattern: '(?=x)'}}),
    ]) {
      const [problem] = told(await validate(schema, {a: 'x'}))
      expect(problem).to.match(/^bad_config_schema at the mod: config_schema cannot be used: /)
    }
  })

  it('that calls itself asynchronous leaves nothing unhandled', async () => {
    expect(told(await validate(schemaOf({a: {type: 'string'}}, {$async: true}), {a: 1}))).to.have.length(1)
  })

  it('tells the patterns of a schema apart', async () => {
    const params = await validate(schemaOf({a: {pattern: '^x'}, b: {pattern: '^y'}}), {a: 'x1', b: 'y1'})
    expect(params.ok).to.equal(true)
  })

  it('has patterns that are matched in linear time', async () => {
    const started = performance.now()
    expect(told(await validate(schemaOf({a: {pattern: '^(a+)+$'}}), {a: `${'a'.repeat(50)}!`}))).to.have.length(1)
    expect(performance.now() - started).to.be.below(5000) // by backtracking it takes longer than the sun has
  })

  it('is compiled once, however often it is used', async () => {
    const schema = schemaOf(Object.fromEntries(Array.from({length: 40}, (_, index) => [`p${String(index)}`, {type: 'string'}])))
    const times: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const started = performance.now()
      await validate(structuredClone(schema), {p1: 'x'})
      times.push(performance.now() - started)
    }
    expect(Math.min(...times.slice(1))).to.be.below((times[0] ?? 0) / 2)
  })
})
