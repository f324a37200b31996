import {expect} from 'chai'
import fc from 'fast-check'
import type {JsonValue} from '../../src/model/json.js'
import {PendingValue} from '../../src/params/pending-value.js'
import {resolveReferences, type ReferenceScope} from '../../src/params/resolve-references.js'

class Table {
  readonly rows = 3
}
const table = new Table()

const scope = (globals: Record<string, JsonValue> = {}): ReferenceScope => ({
  globals: new Map(Object.entries(globals).map(([name, value]) => [name, {value, at: {file: 'job.yaml', line: 1, column: 1}}])),
  run: {id: 'r1', date: '2024-08-12'},
  env: (name) => ({HOME: '/home/x', EMPTY: '', TRICK: '${host}'})[name],
  secret: (source, name) => (name === 'PW' ? {ok: true, value: 'p${host}w'} : {ok: false, reason: `no ${source} ${name}`}),
  output: (mod, path) => {
    if (mod === 'later') return {found: 'pending'}
    if (path[0] === 'data') return {found: 'value', value: table}
    if (path[0] === 'metrics') return {found: 'value', value: 7}
    return {found: 'missing', reason: `it has no output port "${String(path[0])}"`, known: ['data']}
  },
  modNames: new Set(['extract', 'later']),
})
const at = {file: 'job.yaml', line: 4, column: 10}
const resolve = (value: JsonValue, globals?: Record<string, JsonValue>) => resolveReferences(value, scope(globals), () => at)
const valueOf = (value: JsonValue, globals?: Record<string, JsonValue>) => {
  const {value: resolved, problems} = resolve(value, globals)
  expect(problems).to.deep.equal([])
  return resolved
}
const codes = (value: JsonValue, globals?: Record<string, JsonValue>) => resolve(value, globals).problems.map(({code}) => code)

describe('references', () => {
  it('alone in their text keep the type of what they stand for', () => {
    const globals = {n: 5, list: [1, 2], flag: false, nothing: null}
    expect(valueOf(['${n}', '${list}', '${flag}', '${nothing}'], globals)).to.deep.equal([5, [1, 2], false, null])
  })

  it('hand a table on by identity, and refuse it inside a text', () => {
    expect(valueOf('${extract.data}')).to.equal(table)
    expect(codes('from ${extract.data}')).to.deep.equal(['bad_reference'])
  })

  it('inside a text become text', () => {
    expect(valueOf('a${n}b${list}c${nothing}d', {n: 5, list: [1], nothing: null})).to.equal('a5b[1]cd')
  })

  it('are found at any depth, and leave the rest as it is', () => {
    expect(valueOf({a: [{b: '${n}'}], c: 1}, {n: 5})).to.deep.equal({a: [{b: 5}], c: 1})
  })

  it('reach into globals, mods, the environment, secrets and the run', () => {
    expect(
      valueOf(['${db.host}', '${extract.metrics.rows}', '${env:HOME}', '${run.id} ${run.date}'], {db: {host: 'h'}}),
    ).to.deep.equal(['h', 7, '/home/x', 'r1 2024-08-12'])
  })

  it('resolve globals that refer to globals', () => {
    expect(valueOf('${path}', {path: '${root}/in', root: '${env:HOME}'})).to.equal('/home/x/in')
  })

  it('are not looked for in what came from outside', () => {
    expect(valueOf(['${env:TRICK}', '${secret:env:PW}'], {host: 'h'})).to.deep.equal(['${host}', 'p${host}w'])
  })

  it('can be written literally', () => {
    expect(valueOf('$${n} and $$ and $')).to.equal('${n} and $$ and $')
  })

  it('take their fallback when there is nothing, null or empty text', () => {
    const globals = {nothing: null, empty: '', zero: 0}
    expect(
      valueOf(
        ['${no:-x}', '${nothing:-x}', '${empty:-x}', '${zero:-x}', '${env:EMPTY:-x}', '${no:-}', '${no:-${zero}}', '${no:-a}b}'],
        globals,
      ),
    ).to.deep.equal(['x', 'x', 'x', 0, 'x', '', 0, 'ab}'])
  })

  it('say what is demanded', () => {
    expect(resolve('${day:?set the business date}').problems).to.deep.equal([
      {code: 'demanded_reference', message: 'set the business date', at},
    ])
  })

  it('show the circle that globals stand in', () => {
    const {problems} = resolve('${a}', {a: '${b}', b: 'x${c}', c: '${a}'})
    expect(problems.map(({code, message}) => [code, message])).to.deep.equal([
      ['circular_reference', 'the globals stand for each other: a -> b -> c -> a'],
    ])
  })

  it('lead through a hundred globals and no more, and into a circle of any length', () => {
    const chain = (last: number, end: string) =>
      Object.fromEntries(
        Array.from({length: last + 1}, (_, at) => [`g${String(at)}`, at === last ? end : `\${g${String(at + 1)}}`]),
      )
    expect(valueOf('${g0}', chain(99, 'end'))).to.equal('end')
    const told = (globals: Record<string, JsonValue>) =>
      resolve('${g0}', globals).problems.map(({code, message}) => [code, message])
    expect(told(chain(100, 'end'))).to.deep.equal([
      ['bad_reference', 'the globals behind "g0" refer to each other more than 100 levels deep'],
    ])
    const [circle] = told(chain(150, '${g149}'))
    expect(circle).to.deep.equal(['circular_reference', 'the globals stand for each other: g149 -> g150 -> g149'])
  })

  it('make no text of more than 16 MiB', () => {
    const mib = 'x'.repeat(2 ** 20)
    expect(valueOf('${g}'.repeat(16), {g: mib})).to.have.length(2 ** 24)
    expect(resolve('${g}'.repeat(17), {g: mib}).problems.map(({code, message}) => [code, message])).to.deep.equal([
      ['bad_reference', '${g} makes a text of more than 16 MiB'],
    ])
    expect(valueOf(mib.repeat(17), {})).to.have.length(17 * 2 ** 20)
  })

  it('are pending when their mod is yet to run, inside a text too', () => {
    expect(valueOf('${later.data}')).to.be.instanceOf(PendingValue)
    expect(valueOf('n=${later.metrics.n}')).to.be.instanceOf(PendingValue)
  })

  const wrong: readonly (readonly [string, string, string | undefined])[] = [
    ['${hosst}', 'unknown_reference', 'did you mean "host"?'],
    ['${host.name}', 'unknown_reference', undefined],
    ['${extract}', 'unknown_reference', 'write ${extract.data}, ${extract.globals.…} or ${extract.metrics.…}'],
    ['${extract.dta}', 'unknown_reference', 'did you mean "data"?'],
    ['${run.name}', 'unknown_reference', 'write ${run.id} or ${run.date}'],
    ['${env:NOPE}', 'missing_variable', 'set it, or write ${env:NOPE:-default}'],
    ['${secret:env:NOPE}', 'missing_secret', undefined],
    ['${secret:vault:x}', 'bad_reference', 'write ${secret:env:NAME} or ${secret:file:/path}'],
    ['${later}', 'unknown_reference', 'write ${later.data}, ${later.globals.…} or ${later.metrics.…}'],
    ['${a b}', 'bad_reference', undefined],
    ['${}', 'bad_reference', undefined],
    ['${open', 'bad_reference', 'for a literal "${" write "$${"'],
  ]
  for (const [text, code, hint] of wrong) {
    it(`refuse ${text}`, () => {
      const {problems} = resolve(text, {host: 'h'})
      expect(problems).to.have.length(1)
      expect(problems[0]).to.include({code})
      if (hint !== undefined) expect(problems[0]?.hint).to.equal(hint)
    })
  }

  it('refuse a name that is both a global and a mod', () => {
    expect(codes('${extract.data}', {extract: 1})).to.deep.equal(['ambiguous_reference'])
  })

  it('point at themselves when their text stands in the file as it is', () => {
    const text = 'x ${nope} y'
    const places = (length: number) =>
      resolveReferences(text, scope(), () => ({...at, length})).problems.map(({at: place}) => place)
    expect(places(text.length)).to.deep.equal([{...at, column: 12, length: 7}])
    expect(places(text.length + 2)).to.deep.equal([{...at, column: 13, length: 7}])
    expect(places(40)).to.deep.equal([{...at, length: 40}])
  })

  it('let no fallback hide a circle, or a name that means two things', () => {
    expect(codes('${a:-x}', {a: '${a:-y}'})).to.deep.equal(['circular_reference'])
    expect(codes('${extract.data:-x}', {extract: 1})).to.deep.equal(['ambiguous_reference'])
  })

  it('tell every problem of a text at once, also beside a value that is yet to come', () => {
    expect(codes('${later.data} ${nope} ${env:NOPE}')).to.deep.equal(['unknown_reference', 'missing_variable'])
  })

  it('tell the fault of a global once, at the global, however often it is referred to', () => {
    const {problems} = resolve(['${g}', {a: 'x ${g} ${g}'}], {g: '${nope}'})
    expect(problems.map(({code, at: place}) => [code, place?.line])).to.deep.equal([['unknown_reference', 1]])
  })

  it('into a global that is yet to come are yet to come', () => {
    expect(valueOf(['${g}', '${g.inner}', 'x${g.inner}'], {g: '${later.metrics.map}'})).to.satisfy((values: unknown[]) =>
      values.every((value) => value instanceof PendingValue),
    )
  })

  it('refuse a table inside a text also when a list or a map holds it', () => {
    expect(codes('x ${g}', {g: ['${extract.data}']})).to.deep.equal(['bad_reference'])
    expect(codes('x ${g}', {g: {t: '${extract.data}'}})).to.deep.equal(['bad_reference'])
    expect(valueOf(['${g}'], {g: ['${extract.data}']})).to.deep.equal([[table]])
  })

  it('reach the items of a list by their index, and nothing else of it', () => {
    expect(valueOf('${list.1}', {list: ['a', 'b']})).to.equal('b')
    expect(codes('${list.length}', {list: ['a']})).to.deep.equal(['unknown_reference'])
    expect(codes('${text.length}', {text: 'a'})).to.deep.equal(['unknown_reference'])
    expect(codes('${map.constructor}', {map: {}})).to.deep.equal(['unknown_reference'])
  })

  it('know a global by the word "globals" only as a mistake', () => {
    expect(resolve('${globals.host}', {host: 'h'}).problems[0]?.hint).to.equal('write ${host}')
  })

  it('know the environment and secrets by a colon, and say so where a dot was written', () => {
    const hintOf = (text: string) => resolve(text).problems[0]?.hint
    expect(hintOf('${env.HOME}')).to.equal('write ${env:HOME}')
    expect(hintOf('${secret.env.PW}')).to.equal('write ${secret:env:PW}')
    for (const word of ['env', 'secret', 'globals']) expect(hintOf(`\${${word}}`)).to.equal('there are extract, later')
  })

  it('say what is wrong, and name themselves', () => {
    const messageOf = (text: string) => resolve(text, {extract: 1, host: 'h', later: 2, list: ['a']}).problems[0]?.message
    const said = {
      '${nope}': '${nope}: there is no global and no mod "nope"',
      '${host.name}': '${host.name}: "host" has nothing named "name"',
      '${list.0.x}': '${list.0.x}: "list.0" has nothing named "x"',
      '${run}': '${run}: a run has id and date only',
      '${run.id.x}': '${run.id.x}: a run has id and date only',
      '${env:NOPE}': 'the environment has no variable NOPE',
      '${secret:file:/x}': '${secret:file:/x}: no file /x',
      '${extract.data}': '${extract.data}: "extract" is both a global and a mod',
      '${nope:?}': '${nope:?} has no value',
      '${}': '${} names nothing',
      '${a b}': '${a b}: "a b" is no reference',
      '${env:1x}': '${env:1x}: "1x" is no name of an environment variable',
      '${secret:env:}': '${secret:env:} names no secret',
    }
    for (const [text, message] of Object.entries(said)) expect(messageOf(text)).to.equal(message)
    expect(resolve('${extract}').problems[0]?.message).to.equal('${extract} names a mod, not an output of it')
    expect(resolve('${extract.dta}').problems[0]?.message).to.equal('${extract.dta}: it has no output port "dta"')
    expect(resolve('x ${extract.data}').problems[0]).to.deep.include({
      message: '${extract.data} is a table, which cannot stand inside a text',
      hint: 'let it stand alone',
    })
    expect(resolve('${extract.data}', {extract: 1}).problems[0]?.hint).to.equal('rename one of them')
  })

  it('tell an output that a mod should have left, and one of a mod that is not there', () => {
    const outcome = (found: ReturnType<ReferenceScope['output']>) =>
      resolveReferences('${extract.metrics.rows}', {...scope(), output: () => found}, () => at).problems[0]
    expect(outcome({found: 'missing', reason: 'it left none', late: true})).to.deep.include({
      code: 'missing_output',
      message: '${extract.metrics.rows}: it left none',
    })
    expect(outcome({found: 'missing', reason: 'it has none', known: []})).to.deep.include({code: 'unknown_reference'})
    expect(outcome({found: 'no_such_mod'})).to.deep.include({
      code: 'unknown_reference',
      message: '${extract.metrics.rows}: there is no mod "extract"',
    })
    const pending = resolveReferences('${extract.x}', {...scope(), output: () => ({found: 'pending', isNoTable: true})}, () => at)
    expect(pending.value).to.deep.equal(new PendingValue('${extract.x}', true))
  })

  it('name at most twenty of what there is', () => {
    const many = Object.fromEntries(Array.from({length: 30}, (_, index) => [`global_${String(index)}`, 1]))
    expect(resolve('${xyzzy}', many).problems[0]?.hint?.split(', ')).to.have.length(20)
  })

  it('list what there is when nothing is near', () => {
    expect(resolve('${extract.xyzzy}').problems[0]?.hint).to.equal('it has data')
    expect(resolve('${xyzzy}', {host: 'h'}).problems[0]?.hint).to.equal('there are host, extract, later')
  })

  it('in globals that repeat each other without end are refused at once', () => {
    const chain = (text: (next: string) => JsonValue) =>
      Object.fromEntries(Array.from({length: 60}, (_, index) => [`g${String(index)}`, text(`\${g${String(index + 1)}}`)]))
    for (const globals of [chain((next) => next + next), chain((next) => [next, next]), chain((next) => ({a: next, b: next}))])
      expect(codes('${g0}', {...globals, g60: 'lol'})).to.deep.equal(['bad_reference'])
    const long = 'x'.repeat(1024 * 1024)
    expect(codes('${twice}${twice}', {long, twice: '${long}'.repeat(10)})).to.deep.equal(['bad_reference'])
  })

  it('in a value of a script that holds itself are refused, not followed for ever', () => {
    const self: Record<string, unknown> = {}
    self['self'] = self
    expect(codes(self as JsonValue)).to.deep.equal(['bad_reference'])
  })

  it('of any text end: resolved, or refused with a code', () => {
    const unit = fc.constantFrom('${', '}', 'a', 'b', '.', ':-', ':?', 'env:', 'secret:', '$', 'later', 'extract', 'run', ' ')
    fc.assert(
      fc.property(fc.array(unit, {maxLength: 12}), (words) => {
        const {value, problems} = resolve(words.join(''), {a: '${b}', b: [1, '${a:-x}']})
        for (const one of problems) expect(one.code).to.match(/_(reference|variable|secret)$/)
        if (problems.length === 0) expect(value).not.to.equal(undefined)
      }),
      {numRuns: 2000},
    )
  })
})
