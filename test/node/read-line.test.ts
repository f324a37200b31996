import {expect} from 'chai'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {readLineNow} from '../../src/node/read-line.js'

describe('a line of a file', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-line-'))
  })
  after(async () => {
    await rm(folder, {recursive: true})
  })
  const file = async (content: Buffer | string) => {
    await writeFile(join(folder, 'file'), content)
    return join(folder, 'file')
  }

  it('is read by its number, without its end', async () => {
    const path = await file('one\ntwö\r\n\nfour')
    expect([1, 2, 3, 4, 5].map((line) => readLineNow(path, line))).to.deep.equal(['one', 'twö', '', 'four', undefined])
    expect(readLineNow(await file(''), 1)).to.equal(undefined)
  })

  it('is found far behind in a large file, also where it goes over the end of a block', async () => {
    const before = 'x'.repeat(99).concat('\n').repeat(2621)
    const path = await file(`${before}${'y'.repeat(200)}\nlast`)
    expect(readLineNow(path, 2622)).to.equal('y'.repeat(200))
    expect(readLineNow(path, 2623)).to.equal('last')
  })

  it('is cut where it is very long', async () => {
    const path = await file(`${'z'.repeat(1_000_000)}\nnext`)
    expect(readLineNow(path, 1)).to.have.length(64 * 1024)
    expect(readLineNow(path, 2)).to.equal('next')
  })

  it('is not there in what is packed, is no file, or is gone', async () => {
    expect(readLineNow(await file(gzipSync('a\nb\n')), 1)).to.equal(undefined)
    expect(readLineNow(folder, 1)).to.equal(undefined)
    expect(readLineNow(join(folder, 'gone'), 1)).to.equal(undefined)
  })
})
