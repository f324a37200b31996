import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {readSecret} from '../../src/node/secrets.js'

describe('a secret', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-secrets-'))
  })
  after(() => rm(folder, {recursive: true, force: true}))
  const file = async (content: Uint8Array | string) => {
    const path = join(folder, 'db')
    await writeFile(path, content)
    return path
  }

  it('in a file loses its last line end, and only that', async () => {
    for (const [content, value] of [
      ['pw\n', 'pw'],
      ['pw\r\n', 'pw'],
      ['pw', 'pw'],
      ['pw\n\n', 'pw\n'],
      [' p w ', ' p w '],
      ['', ''],
    ] as const)
      expect(readSecret('file', await file(content))).to.deep.equal({ok: true, value})
  })

  it('in a variable is what the variable holds', () => {
    process.env['DATAPY_TEST_SECRET'] = ' x\n'
    expect(readSecret('env', 'DATAPY_TEST_SECRET')).to.deep.equal({ok: true, value: ' x\n'})
    delete process.env['DATAPY_TEST_SECRET']
    expect(readSecret('env', 'DATAPY_TEST_SECRET')).to.deep.equal({
      ok: false,
      reason: 'the environment has no variable DATAPY_TEST_SECRET',
    })
  })

  it('that cannot be read says why, and never shows what was read', async () => {
    const reason = (path: string) => {
      const read = readSecret('file', path)
      return read.ok ? '' : read.reason
    }
    expect(reason(join(folder, 'nope'))).to.equal(`there is no file ${join(folder, 'nope')}`)
    expect(reason(folder)).to.equal(`${folder} is a folder`)
    expect(reason(await file(Buffer.from([0x70, 0xff, 0x77])))).to.equal(`${join(folder, 'db')} is not UTF-8`)
    expect(reason('db')).to.equal('"db" is no absolute path')
  })
})
