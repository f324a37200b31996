import {expect} from 'chai'
import {utf8Text} from '../../src/node/utf8-text.js'

describe('the text of UTF-8 bytes', () => {
  it('is without the byte order mark', () => {
    expect(utf8Text(Buffer.from('\uFEFFä'))).to.deep.equal({ok: true, text: 'ä'})
    expect(utf8Text(Buffer.from('ä\uFEFF'))).to.deep.equal({ok: true, text: 'ä\uFEFF'})
    expect(utf8Text(Buffer.alloc(0))).to.deep.equal({ok: true, text: ''})
  })

  it('is none where bytes are not UTF-8, which is told at their line', () => {
    const bytes = Buffer.concat([Buffer.from('ä\nö\r\n'), Buffer.from([0xe9, 10]), Buffer.from('more')])
    expect(utf8Text(bytes)).to.deep.equal({ok: false, line: 3, hint: 'save it as UTF-8'})
    expect(utf8Text(Buffer.from([0xe2, 0x82]))).to.deep.equal({ok: false, line: 1, hint: 'save it as UTF-8'})
  })

  it('is none where they are UTF-16, which is told, in either order', () => {
    const utf16 = Buffer.from('\uFEFFab', 'utf16le')
    const told = {ok: false, line: 1, hint: 'it looks like UTF-16: save it as UTF-8'}
    expect(utf8Text(utf16)).to.deep.equal(told)
    expect(utf8Text(Buffer.from(utf16).swap16())).to.deep.equal(told)
  })
})
