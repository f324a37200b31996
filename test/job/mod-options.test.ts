import {expect} from 'chai'
import {parseJob} from '../../src/job/parse-job.js'
import {rightOptions, wrongOptions} from './option-examples.js'
import {documentOf, problemsOf, told} from './document.js'

/** What is wrong with the options of a mod, each line without the place, which is always that of the value. */
async function wrongWith(options: string): Promise<readonly string[]> {
  const document = await documentOf(`mods:\n  a: {_type: x, ${options}}\n`)
  return told(parseJob(document)).map((line) => line.replace(/^2:(\d+) /, ''))
}

describe('the options of a mod', () => {
  for (const options of rightOptions)
    it(`may be ${options}`, async () => {
      expect(await wrongWith(options)).to.deep.equal([])
    })

  for (const [options, message] of wrongOptions)
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
