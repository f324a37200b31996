import {expect} from 'chai'
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
    const parsed = parseSetOptions(['__proto__.x=1', 'm.__proto__={"y":1}'])
    expect(parsed.ok).to.equal(true)
    expect(({} as Record<string, unknown>)['x'] ?? ({} as Record<string, unknown>)['y']).to.equal(undefined)
  })

  it('knows where a value stands in the option', () => {
    expect(placeInSetOption({globals: {}, mods: {m: {delimeter: ';'}}}, 'm', 'delimeter')).to.deep.equal({
      file: '--set m.delimeter=;',
      line: 1,
      column: 9,
      length: 9,
    })
  })
})
