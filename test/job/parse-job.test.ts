import {expect} from 'chai'
import {parseJob} from '../../src/job/parse-job.js'
import {documentOf, problemsOf, told} from './document.js'

const parse = async (text: string, file?: string) => parseJob(await documentOf(text, file))

describe('a job', () => {
  it('has the name of its file, its globals, and its mods in order, parameters apart from options', async () => {
    const job = await parse(`
globals: {base_path: /data}
mods:
  read: {_type: csv_reader, file_path: a.csv, _timeout: 5m}
  write: {_type: csv_writer, data: "\${read.data}", _depends_on: [read]}
timeout: 1.5h
`)
    expect(job).to.deep.include({ok: true})
    expect(job.ok && job.value).to.deep.include({
      name: 'daily',
      file: '/jobs/daily.yaml',
      globals: {base_path: '/data'},
      materialize: 'always',
      timeout: '1.5h',
      mods: [
        {name: 'read', type: 'csv_reader', params: {file_path: 'a.csv'}, options: {_timeout: '5m'}},
        {name: 'write', type: 'csv_writer', params: {data: '${read.data}'}, options: {_depends_on: ['read']}},
      ],
    })
  })

  it('takes a name that can stand in file names from a file whose name cannot', async () => {
    const dotted = await parse('mods: {}', '/jobs/a.json.b.JSON')
    expect(dotted.ok && dotted.value.name).to.equal('a.json.b')
    const job = await parse('mods: {}', '/jobs/my daily (new).yml')
    expect(job.ok && job.value.name).to.equal('my_daily_new_')
  })

  it('may have a name and a description of its own', async () => {
    const job = await parse('name: a.B-c_1\ndescription: What it is for.\nmods: {}\n')
    expect(job.ok && job.value).to.deep.include({name: 'a.B-c_1', description: 'What it is for.'})
    expect((await parse('mods: {}')).ok && (await parse('mods: {}'))).not.to.have.nested.property('value.description')
  })

  for (const name of ['a b', ' a', 'a/b', '../a', 'ä', '""'])
    it(`has no name ${name}, which could not stand in the name of a file`, async () => {
      const shown = name.replaceAll('"', '')
      expect(told(await parse(`mods: {}\nname: "${shown}"\n`))).to.deep.equal([
        `2:7 the name "${shown}" goes into file names: letters, digits, "_", "-" and "." only`,
      ])
    })

  it('has text for its name and its description', async () => {
    expect(told(await parse('name: [a]\ndescription: 5\nmods: {}\n'))).to.deep.equal([
      '1:7 name is text, not a list',
      '2:14 description is text, not 5 (put it in quotes: "5")',
    ])
  })

  it('tells what is wrong under codes of its own', async () => {
    const codesOf = async (text: string) => problemsOf(await parse(text)).map(({code, hint}) => [code, hint])
    expect(await codesOf('')).to.deep.equal([['yaml_empty', 'add mods: with a name and a _type for each']])
    expect(await codesOf('text\n')).to.deep.equal([['bad_job', undefined]])
    expect(await codesOf('mods: {a: {_type: x, _tpye: 1}}\nnam: x\n')).to.deep.equal([
      ['unknown_key', 'did you mean "name"?'],
      ['unknown_key', 'did you mean "_type"?'],
    ])
    expect(await codesOf('mods: {a: 5}\n')).to.deep.equal([['bad_job', undefined]])
  })

  it('does not show a long text in full where it is wrong', async () => {
    const [sixty, longer] = ['x'.repeat(58), 'x'.repeat(59)]
    expect(told(await parse(`mods: {a: ${sixty}}\n`))[0]).to.include(`not "${sixty}"`)
    expect(told(await parse(`mods: {a: ${longer}}\n`))[0]).to.match(/not a long text$/)
  })

  it('tells everything that is wrong with it at once, each with its place', async () => {
    const job = await parse(`nane: x
globals: [a]
mods:
  read: {file_path: a.csv}
  wr-ite: {_type: 5}
  env: {_type: csv_reader, _retries: 3}
  last: nothing
timeout: soon
materialize: sometimes
`)
    expect(told(job)).to.have.members([
      '1:1 a job has no key "nane" (did you mean "name"?)',
      '2:10 globals is a map, not a list',
      '4:3 mod "read" has no _type (datapy list-registry lists the types)',
      '5:3 "wr-ite" is no name for a mod: letters, digits and "_", not a digit first (for example wr_ite)',
      '5:19 _type is the name of a mod type, not 5',
      '6:3 mod "env" has a name that references keep for themselves (give the mod another name)',
      '6:28 mod "env" has no option "_retries" (did you mean "_retry"?)',
      '7:9 mod "last" is a map of parameters with a _type, not "nothing"',
      '8:10 timeout is a time such as 90, 90s, 5m or 1h, not "soon"',
      '9:14 materialize is always or never, not "sometimes"',
    ])
  })

  it('that is empty says so, whether the file holds nothing, a comment or null', async () => {
    for (const text of ['', '# mods:\n', '---\n', 'null\n']) {
      expect(
        problemsOf(await parse(text)).map(({code}) => code),
        text,
      ).to.deep.equal(['yaml_empty'])
    }
  })

  it('without mods is refused, and so is one whose mods are left empty', async () => {
    expect(told(await parse('globals: {a: 1}\n'))).to.deep.equal([
      '1:1 the job has no mods (add mods: with a name and a _type for each)',
    ])
    expect(told(await parse('globals: {a: 1}\nmods:\n'))[0]).to.match(/^2:1 the job has no mods/)
  })

  it('is a map', async () => {
    expect(told(await parse('- a\n'))).to.deep.equal(['1:1 a job is a map with "mods", not a list'])
    expect(told(await parse('mods: [{_type: x}]\n'))).to.deep.equal(['1:7 mods is a map, not a list'])
  })

  it('has no global by the name of a mod, nor by one that references keep', async () => {
    const job = await parse('globals: {read: 1, run: 2, toString: 3}\nmods:\n  read: {_type: a}\n')
    expect(told(job)).to.deep.equal([
      '1:11 the global "read" is also the name of a mod (give it another name)',
      '1:20 the global "run" has a name that references keep for themselves (give it another name)',
    ])
  })

  it('may have mods and globals named like what every object has', async () => {
    const job = await parse('globals: {valueOf: 1}\nmods:\n  constructor: {_type: a}\n')
    expect(job.ok && job.value.mods.map(({name}) => name)).to.deep.equal(['constructor'])
  })

  for (const [time, why] of [
    ['0', 'a time such as'],
    ['"0s"', 'a time such as'],
    ['-1', 'a time such as'],
    ['true', 'a time such as'],
    ['{}', 'a time such as'],
    ['2147484', 'at most 2147483 seconds'],
    ['600h', 'at most 2147483 seconds'],
  ] as const) {
    it(`has no timeout of ${time}`, async () => {
      const problems = told(await parse(`mods:\n  a: {_type: x, _timeout: ${time}}\n`))
      expect(problems).to.have.length(1)
      expect(problems[0]).to.include(`2:27 mods.a._timeout is ${why}`)
    })
  }

  it('names in _depends_on what a mod waits for', async () => {
    const problems = told(await parse('mods:\n  a: {_type: x, _depends_on: 5}\n  b: {_type: x, _depends_on: [a, 1]}\n'))
    expect(problems).to.have.length(2)
    expect(problems[1]).to.equal('3:30 mods.b._depends_on is the name of a mod, or a list of such names, not a list')
  })
})
