import {expect} from 'chai'
import {once} from 'node:events'
import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {entryOf, tempFolder, write} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {npmHome, type NpmHome} from './npm-home.js'
import {freePort, npmRegistry} from './npm-registry.js'

const secret = 'token-that-nobody-may-see'

/** Runs `work` with the address of a server that answers like this. */
async function withServer(answer: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('an npm registry that gives no package', function () {
  this.timeout(120_000)
  let home: NpmHome
  beforeEach(async () => {
    home = await npmHome('')
  })
  afterEach(() => home.remove())

  /** register-mod and plugins:install both say so, at once, in one document, and nothing has changed. */
  async function told(url: string, problem: string, says: RegExp, {name = '@org/mod-x', npmrc = ''} = {}): Promise<void> {
    const host = url.replace('http:', '')
    await write(`${home.env['HOME'] ?? ''}/.npmrc`, npmrc || `registry=${url}\n${host}:_authToken=${secret}\n`)
    const before = await home.files()
    for (const command of ['register-mod', 'plugins:install']) {
      const started = performance.now()
      const env = {...home.env, DATAPY_NPM_TIMEOUT: '0.6'}
      const {code, stdout, stderr} = await runDatapy([command, name, '--json', '--debug'], {cwd: home.folder, env})
      expect((performance.now() - started) / 1000).to.be.below(25)
      expect(code, stderr).to.equal(20)
      const {status, errors} = JSON.parse(stdout) as {status: string; errors: {code: string; message: string; hint?: string}[]}
      expect({status, codes: errors.map((one) => one.code)}).to.deep.equal({status: 'error', codes: [problem]})
      expect(`${errors[0]?.message ?? ''} ${errors[0]?.hint ?? ''}`).to.match(says)
      expect(`${stdout}${stderr}`).not.to.include(secret)
      expect(stderr).to.include(`error[${problem}]`)
      const after = await home.files()
      expect(after).to.deep.equal(before)
    }
  }

  it('says that it asks for a login', async () => {
    const folder = await tempFolder()
    const npm = await npmRegistry(folder.path)
    try {
      const name = '@locked/mod-x'
      await write(`${home.env['HOME'] ?? ''}/.npmrc`, `registry=${npm.url}\n${npm.login}\n`)
      await home.publish(entryOf('locked', {module_path: name}))
      await told(npm.url, 'npm_login', /asks for a login.*_authToken/s, {name, npmrc: `registry=${npm.url}\n`})
      await told(npm.url, 'npm_login', /asks for a login/, {name})
      await write(`${home.env['HOME'] ?? ''}/.npmrc`, `registry=${npm.url}\n${npm.login}\n`)
      expect((await home.datapy('register-mod', name)).code).to.equal(0)
    } finally {
      await npm.stop()
      await folder.remove()
    }
  })

  it('says that it refuses the login, and hides a token that it repeats', () =>
    withServer(
      (request, response) => {
        response.writeHead(403, {'content-type': 'application/json'})
        response.end(JSON.stringify({error: `no right for ${String(request.headers.authorization)}`}))
      },
      (url) => told(url, 'npm_login', /refuses this login: .*no right for/),
    ))

  it('says that it is down', async () => {
    const url = `http://127.0.0.1:${String(await freePort())}/`
    await told(url, 'npm_unreachable', new RegExp(`${url.slice(0, -1)} cannot be reached: .*ECONNREFUSED.*is up`))
  })

  it('says that it is out of order', () =>
    withServer(
      (_request, response) => response.writeHead(503).end(),
      (url) => told(url, 'npm_unreachable', /503 Service Unavailable/),
    ))

  it('says that it does not answer', () =>
    withServer(
      () => undefined,
      (url) => told(url, 'npm_timeout', /does not answer in time.*DATAPY_NPM_TIMEOUT/),
    ))

  it('says that it never comes to an end', () =>
    withServer(
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 100)
        response.on('close', () => {
          clearInterval(drip)
        })
      },
      (url) => told(url, 'npm_timeout', /given up after 6 s.*too slowly/),
    ))

  it('says that it does not have the package', () =>
    withServer(
      (_request, response) => response.writeHead(404).end('{}'),
      (url) => told(url, 'npm_package_unknown', /does not have it.*which registry your npmrc names/),
    ))

  it('is waited for as long as DATAPY_NPM_TIMEOUT says, and what is no number of seconds is refused', async () => {
    for (const text of ['soon', '0', '-1', '1e999']) {
      const env = {...home.env, DATAPY_NPM_TIMEOUT: text}
      const {code, stderr} = await runDatapy(['register-mod', '@org/mod-x'], {cwd: home.folder, env})
      expect(code).to.equal(20)
      expect(stderr).to.include(`error[bad_environment]: DATAPY_NPM_TIMEOUT is "${text}"`)
    }
  })
})
