import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createServer, type AddressInfo} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {createRequire} from 'node:module'
import {write} from '../mod-package.js'

/** A real npm registry, of one test suite. */
export interface NpmRegistry {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string
  /** The line of an npmrc that logs in a user who may publish. */
  readonly login: string
  readonly token: string
  stop(): Promise<void>
}

/** Scopes that only those who are logged in may read start with `@locked`. Nothing is fetched from elsewhere. */
const config = `storage: ./storage
auth: {htpasswd: {file: ./htpasswd, max_users: 1}}
uplinks: {}
packages:
  '@locked*/*': {access: $authenticated, publish: $authenticated}
  '**': {access: $all, publish: $authenticated}
log: {type: stdout, format: json, level: error}
web: {enable: false}
`

/** Starts verdaccio on 127.0.0.1, its storage in a folder, with one user. */
export async function npmRegistry(folder: string): Promise<NpmRegistry> {
  const file = await write(join(folder, 'config.yaml'), config)
  const port = await freePort()
  const url = `http://127.0.0.1:${String(port)}/`
  const require = createRequire(import.meta.url)
  const verdaccio = join(require.resolve('verdaccio/package.json'), '../bin/verdaccio')
  const child = spawn(process.execPath, [verdaccio, '--config', file, '--listen', `127.0.0.1:${String(port)}`], {
    env: {PATH: process.env.PATH, HOME: folder},
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = {text: ''}
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.text += text))
  const until = Date.now() + 30_000
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`verdaccio does not start: ${said.text}`)
    await sleep(50)
  }
  const token = await addUser(url)
  return {
    url,
    token,
    login: `//127.0.0.1:${String(port)}/:_authToken=${token}`,
    async stop() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}-/ping`).then(
    ({ok}) => ok,
    () => false,
  )
}

async function addUser(url: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:publisher`, {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({name: 'publisher', password: 'password-of-a-test'}),
  })
  const {token} = (await response.json()) as {token: string}
  return token
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
