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

  it('say in a form for people how far a mod is that is alive, and in JSON in numbers', () => {
    const fields = {rows: 3_200_000, share: 0.41, read_mb: 1400, spilled_mb: 12, elapsed_s: 725, rss_mb: 240, host: 'etl-1'}
    const alive = {level: 'info', message: 'alive', run_id: 'r1', mod_name: 'clean', ...fields}
    expect(textLine(alive, now)).to.equal(
      '2024-08-12T09:08:07.123Z INFO  clean: alive rows=3.2M share=41% read=1.4GB spilled=12MB elapsed=12m5s rss=240MB host=etl-1',
    )
    expect(JSON.parse(jsonLine(alive, now))).to.include(fields)
    expect(textLine({...alive, message: 'ended'}, now)).to.contain(' rows=3200000 share=0.41 ')
  })
})
