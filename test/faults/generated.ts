import {expect} from 'chai'
import fc from 'fast-check'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {catalogue} from '../../src/errors/catalogue.js'
import type {Checked} from '../../src/model/problem.js'
import {badJobs} from '../commands/bad-jobs.js'
import type {Tally} from './cell.js'

/** One input that takes longer is as good as one that hangs; the machine may be busy. */
const longestMs = 10_000

/** What a library says of a fault, and what nobody else would. */
export const jargon = /must NOT|must be (?:string|number|object|array|boolean|equal)|instancePath|#\/|\bshould\b|\$ref|ajv/

/** Gives so many generated inputs to `check`, which throws at what is wrong. */
export async function tryGenerated<T>(
  tally: Tally,
  inputs: fc.Arbitrary<T>,
  count: number,
  check: (input: T) => Promise<void> | void,
): Promise<void> {
  let slowest = 0
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const started = performance.now()
      await check(input)
      const took = performance.now() - started
      slowest = Math.max(slowest, took)
      expect(took, 'milliseconds for one input').to.be.below(longestMs)
    }),
    {numRuns: count},
  )
  tally.tried(count, slowest)
}

/** The big list of naughty strings, where it is. */
const naughtyFile = '../shared/data/blns/blns.json'
export const naughty: readonly string[] = existsSync(naughtyFile)
  ? (JSON.parse(readFileSync(naughtyFile, 'utf8')) as readonly string[])
  : []

const good = readdirSync('projects', {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join('projects', name), 'utf8'))
const texts = [...good, ...badJobs.map(([, text]) => text)]

/** What a slip of the hand, a broken transfer or an attacker puts into a file. */
export const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '\t',
      '\0',
      '\uFEFF',
      '\r',
      '\n',
      '\r\n',
      ' ',
      ':',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '!!x',
      '|',
      '>',
      '%',
      '@',
      '`',
      '---\n',
      '...',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      '${',
      '${a}',
      '$${',
      '<<: *a',
      'null',
      '~',
      '1e999',
      '0x1F',
      '\u2028',
      '\uD800',
      'é',
      '😀',
      'a'.repeat(5000),
    ],
  ),
  fc.string({unit: 'binary', maxLength: 8}),
  ...(naughty.length > 0 ? [fc.constantFrom(...naughty)] : []),
)

type Edit = (text: string) => string

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(), pieces).map(
    ([at, piece]): Edit =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat(40)).map(
    ([at, length]): Edit =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + length),
  ),
  fc.tuple(fc.nat(), fc.nat(200)).map(([at, length]): Edit => (text) => {
    const from = at % (text.length + 1)
    return text.slice(0, from + length) + text.slice(from)
  }),
)

/** A file as somebody wrote it, broken in one to four places; or no such file at all. */
export const broken = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom(...texts), fc.array(edit, {minLength: 1, maxLength: 4}))
      .map(([text, edits]) => edits.reduce((one, change) => change(one), text)),
  },
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 300})},
)

/** Whatever was read is right, or told of with a code of the catalogue, at a place that is there. */
export function expectTold(checked: Checked<unknown>, text: string): void {
  if (checked.ok) return
  expect(checked.problems.length).to.be.above(0)
  const lines = text.split(/\r\n|\n|\r/).length
  for (const {code, message, at} of checked.problems) {
    expect(Object.hasOwn(catalogue, code), String(code)).to.equal(true)
    expect(catalogue[code as keyof typeof catalogue].exit_code).to.be.oneOf([2, 20])
    expect(message).not.to.match(/^\s*$/)
    if (!/undefined|\[object/.test(text)) expect(message).not.to.match(/undefined|\[object/)
    expect(message).not.to.match(/^\s+at .*:\d+:\d+\)?$/m)
    if (at?.line !== undefined) expect(at.line).to.be.within(1, lines + 1)
    if (at?.column !== undefined) expect(at.column).to.be.at.least(1)
  }
}
