import {expect} from 'chai'
import {printedLines} from '../../src/run/printed-lines.js'

describe('what a mod prints', () => {
  const printed = () => {
    const told: string[] = []
    return {told, lines: printedLines((stream, line) => told.push(`${stream}:${line}`))}
  }

  it('comes as lines, in whatever pieces it was written, each stream for itself', () => {
    const {told, lines} = printed()
    for (const piece of ['pass', 'wo', 'rd\nnext ', 'line\n\n', '  \n']) lines.add('stdout', piece)
    lines.add('stderr', 'oh')
    lines.add('stdout', 'rest')
    expect(told).to.deep.equal(['stdout:password', 'stdout:next line'])
    lines.end()
    expect(told.slice(2)).to.deep.equal(['stdout:rest', 'stderr:oh'])
  })

  it('is not held back when the mod is over, nor when its line never ends', () => {
    const {told, lines} = printed()
    lines.add('stdout', 'x'.repeat(2_000_000))
    expect(told).to.have.length(1)
    lines.end()
    lines.add('stderr', 'late')
    expect(told.at(-1)).to.equal('stderr:late')
  })
})
