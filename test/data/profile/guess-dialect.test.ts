import {expect} from 'chai'
import {gzipSync} from 'node:zlib'
import {guessDialect} from '../../../src/data/profile/guess-dialect.js'
import {problemOf, useEngine} from '../use-engine.js'

describe('the guess of how a CSV file is written', () => {
  const use = useEngine()
  const guess = async (content: Uint8Array | string, options = {}, name = 'in.csv') =>
    await guessDialect(await use.file(name, content), options)

  it('finds each of the four delimiters', async () => {
    for (const delimiter of [',', ';', '\t', '|'])
      expect(await guess(['a', 'b', 'c'].join(delimiter) + '\n' + ['1', '2', '3'].join(delimiter))).to.deep.equal({delimiter})
  })

  it('takes the one that stands equally often in the lines, though another is there more often', async () => {
    expect(await guess('a;b,with;c\n1,5;2,5;3\n1;2;3,5\n4;5;6\n')).to.deep.equal({delimiter: ';'})
  })

  it('passes over what stands in quotes, line breaks too', async () => {
    expect(await guess('a;"b,,,,\n,,,,"\n"1,2,3,4";2\n')).to.deep.equal({delimiter: ';'})
    expect(await guess("a;'b,c,d'\n1;'2,3,4'\n", {quote: "'"})).to.deep.equal({delimiter: ';'})
  })

  it('begins behind the lines that are passed over', async () => {
    expect(await guess('x,y,z,report\na;b\n1;2\n', {skipRows: 1})).to.deep.equal({delimiter: ';'})
  })

  it('says a comma for one column, and a tab where the name of the file says so', async () => {
    expect(await guess('name\nAnn\n')).to.deep.equal({delimiter: ','})
    expect(await guess('name\nAnn\n', {}, 'in.tsv')).to.deep.equal({delimiter: '\t'})
  })

  it('reads gzip, and UTF-16 by its byte order mark', async () => {
    expect(await guess(gzipSync('a;b\n1;2\n'), {}, 'in.csv.gz')).to.deep.equal({delimiter: ';'})
    expect(await guess(Buffer.from('\uFEFFa;b\n1;2\n', 'utf16le'))).to.deep.equal({delimiter: ';', encoding: 'utf-16'})
  })

  it('tells of a file that is gone', async () => {
    expect((await problemOf(guessDialect(use.path('gone.csv'), {}))).code).to.equal('file_unreadable')
  })
})
