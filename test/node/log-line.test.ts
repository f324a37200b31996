import {expect} from 'chai'
import {jsonLine, textLine} from '../../src/node/log-line.js'

const now = new Date('2024-08-12T09:08:07.123Z')
const entry = {level: 'info', message: 'one\ntwo\u001b[31m', run_id: 'r1', mod_name: 'extract', rows: 3}

describe('log lines', () => {
  it('are one line of JSON in the file, whatever the message holds', () => {
    const text = jsonLine(entry, now)
    expect(text).not.to.contain('\n')
    expect(JSON.parse(text)).to.deep.equal({
      timestamp: '2024-08-12T09:08:07.123Z',
      level: 'info',
      message: 'one\ntwo\u001b[31m',
      run_id: 'r1',
      mod_name: 'extract',
      rows: 3,
    })
  })

  it('escape line ends and terminal commands on stderr', () => {
    expect(textLine(entry, now)).to.equal('2024-08-12T09:08:07.123Z INFO  extract: one\\ntwo\\u001b[31m rows=3')
  })
})
