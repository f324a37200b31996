import {expect} from 'chai'
import {parseJob} from '../../src/job/parse-job.js'
import {documentOf, problemsOf, told} from './document.js'

/** What is wrong with the options of a mod, each line without the place, which is always that of the value. */
async function wrongWith(options: string): Promise<readonly string[]> {
  const document = await documentOf(`mods:\n  a: {_type: x, ${options}}\n`)
  return told(parseJob(document)).map((line) => line.replace(/^2:(\d+) /, ''))
}

describe('the options of a mod', () => {
  const right = [
    '_timeout: 90',
    '_timeout: 0.5',
    '_timeout: 1.5h',
    '_timeout: 2147483',
    '_depends_on: b',
    '_depends_on: [b, c]',
    '_depends_on: []',
    '_always_run: true',
    '_always_run: false',
    '_checkpoint: false',
    '_for_each: [1, 2]',
    '_for_each: "in/*.csv"',
    '_for_each: "${read.files}"',
    '_materialize: always',
    '_materialize: never',
    '_isolate: true',
    '_isolate: false',
    '_isolate: {}',
    '_isolate: {memory: 512MB}',
    '_isolate: {memory: " 1.5 gib "}',
    '_isolate: {memory: 50%}',
    '_isolate: {memory: 2TB}',
    '_retry: 1',
    '_retry: 100',
    '_retry: {}',
    '_retry: {attempts: 3, backoff: 5s, factor: 1, max: 1m, jitter: false, on: all}',
    '_retry: {jitter: true, on: transient}',
  ]
  for (const options of right)
    it(`may be ${options}`, async () => {
      expect(await wrongWith(options)).to.deep.equal([])
    })

  const names = 'the name of a mod, or a list of such names'
  const amount = 'an amount such as 512MB, 1.5GiB or 50%'
  const time = 'a time such as 90, 90s, 5m or 1h'
  const attempts = 'a number of attempts, or a map such as {attempts: 3, backoff: 5s}'
  const wrong = [
    ['_timeout: 5 minutes', `_timeout is ${time}, not "5 minutes"`],
    ['_timeout: 5x', `_timeout is ${time}, not "5x"`],
    ['_timeout: about 5m', `_timeout is ${time}, not "about 5m"`],
    ['_timeout: [5]', `_timeout is ${time}, not a list`],
    ['_timeout:', `_timeout is ${time}, not empty`],
    ['_timeout: 2147484', '_timeout is at most 2147483 seconds, not 2147484'],
    ['_depends_on: 5', `_depends_on is ${names}, not 5`],
    ['_depends_on: [b, 5]', `_depends_on is ${names}, not a list`],
    ['_depends_on: {b: true}', `_depends_on is ${names}, not a map`],
    ['_always_run: "yes"', '_always_run is true or false, not "yes"'],
    ['_checkpoint: 1', '_checkpoint is true or false, not 1'],
    ['_for_each: 5', '_for_each is a list, a glob, or a reference to a list, not 5'],
    ['_for_each: {a: 1}', '_for_each is a list, a glob, or a reference to a list, not a map'],
    ['_materialize: often', '_materialize is always or never, not "often"'],
    ['_isolate: "yes"', '_isolate is true, false, or a map such as {memory: 1GB}, not "yes"'],
    ['_isolate: {memory: 512}', `_isolate.memory is ${amount}, not 512`],
    ['_isolate: {memory: [1GB]}', `_isolate.memory is ${amount}, not a list`],
    ['_isolate: {memory: MB}', `_isolate.memory is ${amount}, not "MB"`],
    ['_isolate: {memory: x1MB}', `_isolate.memory is ${amount}, not "x1MB"`],
    ['_isolate: {memory: 1MBx}', `_isolate.memory is ${amount}, not "1MBx"`],
    ['_isolate: {memory: 1.MB}', `_isolate.memory is ${amount}, not "1.MB"`],
    ['_retry: 0', `_retry is ${attempts}, not 0`],
    ['_retry: 101', `_retry is ${attempts}, not 101`],
    ['_retry: 1.5', `_retry is ${attempts}, not 1.5`],
    ['_retry: three', `_retry is ${attempts}, not "three"`],
    ['_retry: {attempts: 0}', '_retry.attempts is a number from 1 to 100, not 0'],
    ['_retry: {backoff: soon}', `_retry.backoff is ${time}, not "soon"`],
    ['_retry: {max: -1}', `_retry.max is ${time}, not -1`],
    ['_retry: {factor: 0.5}', '_retry.factor is a number from 1 up, not 0.5'],
    ['_retry: {factor: "2"}', '_retry.factor is a number from 1 up, not "2"'],
    ['_retry: {jitter: 1}', '_retry.jitter is true or false, not 1'],
    ['_retry: {on: never}', '_retry.on is transient or all, not "never"'],
  ] as const
  for (const [options, message] of wrong)
    it(`are not ${options}`, async () => {
      expect(await wrongWith(options)).to.deep.equal([`mods.a.${message}`])
    })

  it('are told of at their value, those of a map at the value in it', async () => {
    const document = await documentOf('mods:\n  a:\n    _type: x\n    _retry:\n      on: never\n    _isolate: {memory: 5}\n')
    expect(problemsOf(parseJob(document)).map(({code, at}) => [code, at?.line, at?.column])).to.deep.equal([
      ['bad_job', 6, 24],
      ['bad_job', 5, 11],
    ])
  })

  it('have the keys that they have, with the nearest for one that is misspelt', async () => {
    expect(await wrongWith('_retry: {attemps: 3}')).to.deep.equal(['_retry has no key "attemps" (did you mean "attempts"?)'])
    expect(await wrongWith('_isolate: {cores: 2}')).to.deep.equal(['_isolate has no key "cores" (its keys are memory)'])
    const [message] = await wrongWith('_verbosity: 3')
    expect(message).to.equal(
      'mod "a" has no option "_verbosity" (options are _type, _depends_on, _retry, _timeout, _always_run, _for_each, _materialize, _checkpoint, _isolate)',
    )
  })
})
