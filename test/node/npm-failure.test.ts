import {expect} from 'chai'
import {npmFailure} from '../../src/node/npm-failure.js'

const told = (...lines: string[]) => lines.map((line) => `npm error ${line}`).join('\n')

describe("npm's failures", () => {
  it('lead to the log of npm, where npm names none of the reasons that have a fix', () => {
    const hintOf = (...lines: string[]) => npmFailure('install x', told(...lines), {code: 1}).hint
    const log = 'A complete log of this run can be found in: /home/x y/_logs/1-debug-0.log'
    expect(hintOf('code ERR_INVALID_ARG_TYPE', 'The "path" argument is wrong', log)).to.equal(
      "npm's own log says more: /home/x y/_logs/1-debug-0.log",
    )
    expect(hintOf('code ENOSPC', 'no space', log)).not.to.include('log')
    expect(hintOf('code EBADTHING', 'a thing is bad')).to.equal('--debug shows all that npm says')
  })

  const cases: Record<string, {stderr: string; code: string; says: string}> = {
    'a login that is asked for': {
      stderr: told('code E401', 'Unable to authenticate, need: Basic realm="x"'),
      code: 'npm_login',
      says: 'asks for a login: Unable to authenticate',
    },
    'a login that is refused': {
      stderr: told('code E403', '403 403 Forbidden - GET https://npm.example/@a%2fb - not yours'),
      code: 'npm_login',
      says: 'the npm registry https://npm.example refuses this login',
    },
    'a package that is not there': {
      stderr: told('code E404', '404 Not Found - GET https://npm.example/@a%2fb - no such package', '404'),
      code: 'npm_package_unknown',
      says: 'https://npm.example does not have it: Not Found',
    },
    'a version that is not there': {
      stderr: told('code ETARGET', 'notarget No matching version found for x@9.'),
      code: 'npm_package_unknown',
      says: 'No matching version',
    },
    'a registry that is down': {
      stderr: told(
        'code ECONNREFUSED',
        'errno ECONNREFUSED',
        'FetchError: request to http://npm.example:1/x failed',
        '    at f (y.js:1)',
      ),
      code: 'npm_unreachable',
      says: 'http://npm.example:1 cannot be reached: FetchError: request to',
    },
    'a registry that is out of order': {
      stderr: told('code E503', '503 Service Unavailable - GET http://npm.example/x'),
      code: 'npm_unreachable',
      says: '503 Service Unavailable',
    },
    'a certificate that is not trusted': {
      stderr: told('code SELF_SIGNED_CERT_IN_CHAIN', 'request to https://npm.example/x failed, reason: self-signed'),
      code: 'npm_unreachable',
      says: 'self-signed',
    },
    'an answer that does not come': {
      stderr: told('code FETCH_ERROR', 'errno FETCH_ERROR', 'network timeout at: http://npm.example/x'),
      code: 'npm_timeout',
      says: 'does not answer in time: timeout at',
    },
    'anything else': {stderr: told('code EBADTHING', 'a thing is bad'), code: 'npm_failed', says: 'failed (1): a thing is bad'},
    silence: {stderr: '', code: 'npm_failed', says: 'it said nothing'},
  }
  for (const [what, {stderr, code, says}] of Object.entries(cases)) {
    it(`are told plainly: ${what}`, () => {
      const told = npmFailure('install x', stderr, {code: 1})
      expect(told.code).to.equal(code)
      expect(told.message).to.include('npm install x').and.include(says)
    })
  }

  it('include a registry that never ends to answer', () => {
    const {code, message, hint} = npmFailure('install x', '', {overdueMs: 300_000})
    expect(code).to.equal('npm_timeout')
    expect(`${message} ${hint ?? ''}`)
      .to.include('after 300 s')
      .and.include('DATAPY_NPM_TIMEOUT')
  })
})
