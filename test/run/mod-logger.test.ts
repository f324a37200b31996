import {expect} from 'chai'
import {modLogger} from '../../src/run/mod-logger.js'
import type {Logger} from '../../src/model/mod.js'

function logging() {
  const lines: unknown[][] = []
  const to = (level: string) => (message: string, fields?: unknown) => {
    lines.push(fields === undefined ? [level, message] : [level, message, fields])
  }
  const logger: Logger = modLogger({debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error')})
  // A mod in JavaScript gives whatever it likes.
  return {lines, logger: logger as unknown as Record<keyof Logger, (message?: unknown, fields?: unknown) => void>}
}

describe('the logger of a mod', () => {
  it('hands on a text and its fields at each level', () => {
    const {lines, logger} = logging()
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level](`at ${level}`, {rows: 7})
    expect(lines).to.deep.equal(['debug', 'info', 'warn', 'error'].map((level) => [level, `at ${level}`, {rows: 7}]))
    logger.info('no fields', null)
    expect(lines.at(-1)).to.deep.equal(['info', 'no fields'])
  })

  it('makes a text of a message that is none', () => {
    const {lines, logger} = logging()
    for (const message of [7, null, {a: [1]}, undefined]) logger.info(message)
    expect(lines.map(([, text]) => text)).to.include.members(['7', 'null', '{"a":[1]}'])
    expect(lines).to.have.length(4)
    for (const [, text] of lines) expect(text).to.be.a('string')
  })

  it('holds of the fields what JSON can hold, and says what it cannot', () => {
    const {lines, logger} = logging()
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    logger.warn('odd', {rows: 7, circle, call: () => 1})
    const [, , fields] = lines[0] ?? []
    expect(fields).to.have.property('rows', 7)
    expect((fields as Record<string, unknown>)['circle'])
      .to.be.a('string')
      .and.match(/^\(.*circle.*\)$/)
    logger.warn('no map', [1, 2])
    expect(lines[1]).to.deep.equal(['warn', 'no map', {fields: [1, 2]}])
  })

  it('is no reason to fail, whatever it is given', () => {
    const {lines, logger} = logging()
    const {proxy, revoke} = Proxy.revocable({}, {})
    revoke()
    logger.error(proxy, proxy)
    logger.error(Symbol('s'), Symbol('t'))
    logger.error('x'.repeat(100_000))
    expect(lines).to.have.length(3)
    expect(String(lines[2]?.[1])).to.have.length.below(66_000)
  })
})
