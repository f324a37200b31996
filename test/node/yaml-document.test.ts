import {mkdtemp, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import fc from 'fast-check'
import {exitCodeOfAll} from '../../src/errors/problem.js'
import type {JsonValue} from '../../src/model/json.js'
import {parseYamlDocument, readYamlDocument} from '../../src/node/yaml-document.js'
import {problemsOf, told} from '../job/document.js'

const parse = (text: string) => parseYamlDocument(text, '/jobs/daily.yaml')
const valueOf = async (text: string): Promise<JsonValue | undefined> => {
  const parsed = await parse(text)
  expect(problemsOf(parsed)).to.deep.equal([])
  return parsed.ok ? parsed.value.value : undefined
}

describe('a YAML document', () => {
  it('is read by the core schema of YAML 1.2, also under %YAML 1.1', async () => {
    const text = '[yes, no, on, off, y, n, true, ~, 0x1f, 1e3, 2024-08-12, 12:30, 0.5, -7, "5"]\n'
    const expected = ['yes', 'no', 'on', 'off', 'y', 'n', true, null, 31, 1000, '2024-08-12', '12:30', 0.5, -7, '5']
    expect(await valueOf(text)).to.deep.equal(expected)
    expect(await valueOf(`%YAML 1.1\n---\n${text}`)).to.deep.equal(expected)
  })

  it('may be any JSON, which gives the same value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({maxDepth: 4}), async (value) => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__') && !text.includes('"<<"') && !/\d{16}|\de[+-]?\d/.test(text))
        expect(await valueOf(text)).to.deep.equal(JSON.parse(text))
      }),
      {numRuns: 200},
    )
  })

  it('of any text ends: read, or refused with a place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({unit: fc.constantFrom(...Array.from('a1:-?[]{},&*!|>\'"%#\n \t~<\0')), maxLength: 40}),
        async (text) => {
          for (const {code, at} of problemsOf(await parse(text))) {
            expect(code).to.match(/^yaml_/)
            expect(at?.line, JSON.stringify(text)).to.be.within(1, text.split('\n').length + 1)
          }
        },
      ),
      {numRuns: 500},
    )
  })

  it('keeps keys as they are written', async () => {
    expect(await valueOf('007: a\n1.10: b\ntrue: c\nnull: d\n12345678901234567890: e\n')).to.deep.equal({
      '007': 'a',
      '1.10': 'b',
      true: 'c',
      null: 'd',
      '12345678901234567890': 'e',
    })
  })

  it('takes anchors and aliases, also more than a few', async () => {
    const text = `a: &a {x: 1}\nlist:\n${'  - *a\n'.repeat(5000)}`
    const value = (await valueOf(text)) as {list: unknown[]}
    expect(value.list).to.have.length(5000)
    expect(value.list[4999]).to.deep.equal({x: 1})
  })

  it('that is empty holds null', async () => {
    for (const text of ['', '\n', '# nothing\n', '---\n', '\ufeff']) expect(await valueOf(text)).to.equal(null)
  })
})

describe('a YAML document is refused', () => {
  const refused: readonly (readonly [what: string, text: string, problem: string])[] = [
    ['with a tab as indent', 'mods:\n\ta: 1\n', '2:1 a tab cannot indent (indent with spaces)'],
    [
      'with a second ": " in a line',
      'a:\n  b: c: d\n',
      '2:6 a second key, or ": ", in one line (put the value in quotes, or each key in a line of its own)',
    ],
    ['with a quote that never closes', 'a: 1\nb: "x\nc: 2\n', '2:4 a text in quotes has no closing "'],
    [
      'with a map that never closes',
      'a: {b: 1\nc: 2\n',
      '2:1 what is opened with "{" or "[" is not closed here (close it, or indent what goes on in the next line)',
    ],
    [
      'with an unquoted reference inside of braces',
      'a: {b: ${x.y}}\n',
      '1:9 a reference inside of [ ] or { } needs quotes (write "${…}")',
    ],
    [
      'with a backslash that escapes nothing',
      'a: "C:\\data"\n',
      '1:7 Invalid escape sequence \\d (in double quotes a backslash is written twice; in single quotes once)',
    ],
    ['with a value that starts with @', 'a: @x\n', '1:4 a value cannot start with "@" (put the value in quotes)'],
    ['with a tag nobody knows', 'a: !x.csv\n', '1:4 Unresolved tag: !x.csv (a value that starts with "!" needs quotes)'],
    ['with an unquoted glob', 'a: *.csv\n', '1:4 there is no anchor "&.csv" before (a value that starts with "*" needs quotes)'],
    [
      'with an unquoted pipe',
      'delimiter: |\nb: 1\n',
      '1:12 "|" begins a text of several lines, and none follow (put it in quotes: "|")',
    ],
    [
      'with keys that do not line up',
      'a:\n  b: 1\n c: 2\n',
      '3:1 All mapping items must start at the same column (indent all keys of a map alike)',
    ],
    ['with a key that stands twice', 'b: {a: 1, a: 2}\n', '1:11 "a" stands here twice (the first is in line 1, column 5)'],
    ['with a key that is a list', '? [a]\n: 1\n', '1:3 a key must be a single value'],
    ['with a value before its key', ': 1\n', '1:1 there is no key before the ":"'],
    [
      'with a merge key',
      'a: &a {x: 1}\nb: {<<: *a}\n',
      '2:5 merge keys ("<<") are not read (write the values out, or put shared ones under globals)',
    ],
    ['with a key __proto__', 'a: {__proto__: {x: 1}}\n', '1:5 "__proto__" cannot be a key'],
    [
      'with a number of too many digits',
      'a: 9007199254740993\n',
      '1:4 9007199254740993 has more digits than a number keeps (write it as text: "9007199254740993")',
    ],
    ['with a number that would lose its zeros', 'a: 007\n', '1:4 007 would lose its leading zeros (write "007" for text, or 7)'],
    ['with a number that is none', 'a: [.nan, 1e999]\n', '1:5 .nan is no number that JSON can hold (write it as text: ".nan")'],
    ['with binary data', 'a: !!binary aGk=\n', '1:13 this value is of a kind that a job cannot hold (write it as text)'],
    ['with an ordered map', 'a: !!omap [x: 1]\n', '1:11 this is neither a map, a list nor a single value'],
    [
      'with an alias of nothing',
      'a: *a\nb: &a 1\n',
      '1:4 there is no anchor "&a" before (a value that starts with "*" needs quotes)',
    ],
    ['with an alias inside of itself', 'a: &a [*a, *a]\n', '1:8 this alias stands inside of what it stands for'],
    ['with a NUL byte', 'a: x\n\0', '2:1 a NUL byte cannot stand in YAML'],
    ['with a second document', 'a: 1\n---\nb: 2\n', '2:1 one file holds one document (remove the "---" and what follows it)'],
  ]
  for (const [what, text, problem] of refused) {
    it(what, async () => {
      expect(told(await parse(text))[0]).to.equal(problem)
    })
  }

  it('with every problem of its values at once', async () => {
    const problems = told(await parse('a: 007\nb: 1\nb: 2\nc: {__proto__: 1}\nd: .inf\n'))
    expect(problems.map((one) => one.split(' ')[0])).to.deep.equal(['1:4', '3:1', '4:5', '5:4'])
  })

  it('with aliases that stand for too much, at once and not in hours', async () => {
    const names = Array.from('abcdefghijkl')
    const levels = names.map(
      (name, index) =>
        `${name}: &${name} [${
          index === 0
            ? '1'
            : Array(10)
                .fill(`*${names[index - 1] ?? ''}`)
                .join()
        }]`,
    )
    const problems = told(await parse(levels.join('\n')))
    expect(problems).to.have.length(1)
    expect(problems[0]).to.match(/^6:\d+ the aliases of the file stand for more than 100000 values$/)
  })

  it('when it is nested so deeply that reading it would break the process', async () => {
    for (const text of ['['.repeat(100_000), '['.repeat(5000) + ']'.repeat(5000), '- '.repeat(5000) + '1', '{a: '.repeat(5000)])
      expect(told(await parse(text))[0]).to.match(/^1:\d+ nested deeper than 200 levels$/)
    expect(await valueOf('['.repeat(190) + ']'.repeat(190))).to.be.an('array')
  })

  it('never for its many keys, and is read in time linear to them', async () => {
    const started = performance.now()
    expect(problemsOf(await parse(Array.from({length: 100_000}, (_, index) => `k${String(index)}: 1\n`).join('')))).to.be.empty
    expect(performance.now() - started).to.be.below(20_000) // the quadratic way takes minutes
  })
})

describe('a place in a YAML document', () => {
  const text = 'a:\n  b: "x y"\n  list: [1, {c: 2}]\nshared: &s {d: 3}\nother: *s\nlong: |\n  one\n  two\n'
  const at = async (path: readonly (number | string)[], part?: 'key' | 'value') => {
    const parsed = await parse(text)
    const {line, column, length} = (parsed.ok ? parsed.value.at(path, part) : undefined) ?? {}
    return [line, column, length]
  }

  it('is that of a key, or of a value, as long as it is', async () => {
    expect(await at(['a', 'b'])).to.deep.equal([2, 3, 1])
    expect(await at(['a', 'b'], 'value')).to.deep.equal([2, 6, 5])
    expect(await at(['a', 'list', 1, 'c'], 'value')).to.deep.equal([3, 17, 1])
  })

  it('has no length where the value goes over several lines', async () => {
    expect(await at(['long'], 'value')).to.deep.equal([6, 7, undefined])
  })

  it('inside of an alias is where the value stands', async () => {
    expect(await at(['other', 'd'], 'value')).to.deep.equal([4, 16, 1])
  })

  it('of what is not there is that of the nearest above it', async () => {
    expect(await at(['a', 'nope', 'deeper'])).to.deep.equal([1, 1, 1])
    expect(await at(['nope'])).to.deep.equal([1, 1, undefined])
  })
})

describe('a YAML file', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-yaml-'))
  })
  after(() => rm(folder, {recursive: true, force: true}))
  const read = async (content: Uint8Array | string) => {
    const file = join(folder, 'job.yaml')
    await writeFile(file, content)
    return await readYamlDocument(file)
  }
  const codes = (document: Awaited<ReturnType<typeof read>>) => problemsOf(document).map(({code}) => code)

  it('may begin with a byte order mark, which does not move its first line', async () => {
    const document = await read('\ufeffa: 1\n')
    expect(document.ok && [document.value.value, document.value.at(['a']).column]).to.deep.equal([{a: 1}, 1])
  })

  it('is UTF-8, or the line that is not is named', async () => {
    const latin1 = await read(Buffer.from('a: 1\nb: Köln\n', 'latin1'))
    expect(codes(latin1)).to.deep.equal(['yaml_not_utf8'])
    expect(problemsOf(latin1)[0]?.at?.line).to.equal(2)
    const utf16 = await read(Buffer.from('\ufeffa: 1\n', 'utf16le'))
    expect(problemsOf(utf16)[0]?.hint).to.equal('it looks like UTF-16: save it as UTF-8')
  })

  it('that is not there, is a folder, or is no file at the end of its path says so', async () => {
    await read('a: 1\n')
    expect(problemsOf(await readYamlDocument(join(folder, 'nope.yaml')))[0]?.message).to.match(/^there is no file \//)
    expect(problemsOf(await readYamlDocument(join(folder, 'job.yaml/x')))[0]?.message).to.match(/^there is no file \//)
    expect(problemsOf(await readYamlDocument(folder))[0]?.message).to.match(/is a folder, not a file$/)
  })

  it('that cannot be read is a problem of what was given, not of a run', async () => {
    const loop = join(folder, 'loop.yaml')
    await symlink(loop, loop)
    const problems = problemsOf(await readYamlDocument(loop))
    expect(problems.map(({code}) => code)).to.deep.equal(['yaml_unreadable'])
    expect(exitCodeOfAll(problems)).to.equal(20)
  })

  it('is at most 16 MiB, and a device without end is not read to its end', async () => {
    expect(codes(await read(Buffer.alloc(16 * 1024 * 1024 + 1, 'a')))).to.deep.equal(['yaml_too_large'])
    expect(codes(await readYamlDocument('/dev/zero'))).to.deep.equal(['yaml_too_large'])
  })
})
