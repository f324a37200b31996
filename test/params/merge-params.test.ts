import {expect} from 'chai'
import fc from 'fast-check'
import {mergeParams, type ParamLayer} from '../../src/params/merge-params.js'
import {parseSetOptions, placeInSetOption} from '../../src/params/set-option.js'

const layer = (kind: ParamLayer['kind'], values: ParamLayer['values'], only?: readonly string[]): ParamLayer => ({
  kind,
  values,
  locate: (path, part) => ({file: `${kind}:${path.join('.')}:${part}`}),
  ...(only !== undefined && {only: new Set(only)}),
})

describe('the chain of parameters', () => {
  it('takes each parameter whole from the highest layer that has it, and remembers which', () => {
    const merged = mergeParams([
      layer('project defaults', {a: {x: 1, y: 2}, b: 1}),
      layer('job', {a: {x: 9}}),
      layer('command line', {c: null}),
    ])
    expect([...merged].map(([name, {value, origin}]) => [name, value, origin])).to.deep.equal([
      ['a', {x: 9}, {kind: 'job', at: {file: 'job:a:key'}}],
      ['b', 1, {kind: 'project defaults', at: {file: 'project defaults:b:key'}}],
      ['c', null, {kind: 'command line', at: {file: 'command line:c:key'}}],
    ])
    expect(merged.get('a')?.locate(['x'])).to.deep.equal({file: 'job:a.x:value'})
  })

  it('lets through only those globals that are consumed', () => {
    expect([...mergeParams([layer('job globals', {a: 1, b: 2}, ['b'])]).keys()]).to.deep.equal(['b'])
  })
})

describe('the laws of the chain', () => {
  const params = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.integer())
  const values = (layers: readonly Readonly<Record<string, number>>[]) =>
    new Map([...mergeParams(layers.map((one) => layer('job', one)))].map(([name, {value}]) => [name, value]))

  it('say that one layer is itself, and that an empty one changes nothing', () => {
    fc.assert(
      fc.property(params, (one) => {
        expect(values([one])).to.deep.equal(new Map(Object.entries(one)))
        expect(values([{}, one, {}])).to.deep.equal(values([one]))
      }),
    )
  })

  it('say that the highest that has a parameter wins, whatever lies below', () => {
    fc.assert(
      fc.property(fc.array(params, {maxLength: 5}), params, (below, top) => {
        const merged = values([...below, top])
        for (const [name, value] of Object.entries(top)) expect(merged.get(name)).to.equal(value)
        for (const [name, value] of values(below)) if (!Object.hasOwn(top, name)) expect(merged.get(name)).to.equal(value)
      }),
    )
  })
})

describe('--set', () => {
  it('reads JSON where it is JSON, and text elsewhere; the last of two wins', () => {
    const texts = [
      'm.a=5',
      'm.b=true',
      'm.c=[1,"x"]',
      'm.d=hello world',
      'm.e="5"',
      'm.f=',
      'm.g=a=b',
      'globals.day=2024-08-12',
      'm.h=12345678901234567890',
      'm.a=6',
    ]
    expect(parseSetOptions(texts)).to.deep.equal({
      ok: true,
      value: {
        globals: {day: '2024-08-12'},
        mods: {m: {a: 6, b: true, c: [1, 'x'], d: 'hello world', e: '5', f: '', g: 'a=b', h: '12345678901234567890'}},
      },
    })
  })

  it('refuses every text that is not mod.param=value', () => {
    const parsed = parseSetOptions(['m=5', 'm.a', '=5', 'm.a=ok', '.a=1'])
    expect(parsed.ok ? [] : parsed.problems.map(({code}) => code)).to.deep.equal(Array(4).fill('bad_set_option'))
  })

  it('does not let a name reach the prototype', () => {
    for (const text of ['__proto__.x=1', 'm.__proto__={"y":1}']) expect(parseSetOptions([text]).ok, text).to.equal(false)
    const parsed = parseSetOptions(['m.a={"__proto__":{"y":1}}', 'constructor.prototype={"y":1}'])
    expect(parsed.ok && parsed.value.mods['m']).to.deep.equal({a: '{"__proto__":{"y":1}}'})
    expect(({} as Record<string, unknown>)['y']).to.equal(undefined)
  })

  it('says how to set what lies inside of a parameter', () => {
    const parsed = parseSetOptions(['m.types.id=text'])
    expect(parsed.ok ? '' : parsed.problems[0]?.hint).to.equal("a parameter is set whole: --set m.types='{id: …}'")
  })

  it('gives back any text that is no value, and any value that is JSON', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z_/.;|]+$/), fc.jsonValue(), (text, value) => {
        fc.pre(!['true', 'false', 'null', '.'].includes(text) && !JSON.stringify(value).includes('__proto__'))
        const parsed = parseSetOptions([`m.text=${text}`, `m.value=${JSON.stringify(value)}`])
        expect(parsed.ok && parsed.value.mods['m']?.['text']).to.equal(text)
        if (!/\d{16}|\de/.test(JSON.stringify(value)))
          expect(parsed.ok && parsed.value.mods['m']?.['value']).to.deep.equal(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('has no place for what nobody set, whatever it is called', () => {
    const set = {globals: {}, mods: {m: {a: 1}}}
    for (const [owner, name] of [
      ['m', 'b'],
      ['constructor', 'name'],
      ['m', 'toString'],
      ['globals', 'a'],
    ] as const)
      expect(placeInSetOption(set, owner, name)).to.equal(undefined)
  })

  it('knows where a value stands in the option', () => {
    expect(placeInSetOption({globals: {n: [1]}, mods: {}}, 'globals', 'n', 'value')).to.deep.equal({
      file: '--set globals.n=[1]',
      line: 1,
      column: 17,
      length: 3,
    })
  })

  it('knows where a name stands in the option', () => {
    expect(placeInSetOption({globals: {}, mods: {m: {delimeter: ';'}}}, 'm', 'delimeter')).to.deep.equal({
      file: '--set m.delimeter=;',
      line: 1,
      column: 9,
      length: 9,
    })
  })
})
