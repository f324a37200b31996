import {spawn} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Readable, Writable} from 'node:stream'
import {pathToFileURL} from 'node:url'
import {debianProgram, type Found} from './debian-program.js'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: {readonly request?: {readonly url: string}}
  readonly result?: unknown
  readonly error?: {readonly message: string}
}

/** One page in a headless browser. */
export interface Browser {
  /** Opens a file, with a fragment such as `#csv_reader`; back when it has been loaded and its scripts have run. */
  open(file: string, fragment?: string): Promise<void>
  /** The value of an expression in the page, which must be JSON; promises are waited for. */
  value<T>(expression: string): Promise<T>
  /** Waits until an expression is true; throws, with what the page shows, when it does not become so. */
  until(expression: string): Promise<void>
  /** Types as a keyboard does: a text into what has the focus, or one key such as `Escape`. */
  type(text: string): Promise<void>
  press(key: string): Promise<void>
  /** How wide and high the page is, and whether the reader prefers dark. */
  look(width: number, height: number, dark?: boolean): Promise<void>
  /** The page as it is seen, a PNG. */
  screenshot(): Promise<Buffer>
  /** Every address that was asked for since the browser was started. */
  readonly requests: readonly string[]
  /** What scripts have thrown, or the policy has refused. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

/** Where Chromium is, or the reason why there is none. */
export function findChromium(): Promise<Found> {
  return debianProgram(['chromium', 'chromium-browser', 'google-chrome'], 'chromium')
}

const patienceMs = 60_000

/** Starts Chromium and drives it by its DevTools protocol, over two pipes: no port, and no library between. */
export async function startBrowser(path: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'datapy-browser-'))
  const flags = ['--headless=new', '--remote-debugging-pipe', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars']
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(path, [...flags, ...quiet, ...root, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) =>
    child.on('exit', () => {
      resolve()
    }),
  )
  const [to, from] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, (message: Message) => void>()
  const requests: string[] = []
  const faults: string[] = []
  let sent = 0
  let rest = ''
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages.map((one) => JSON.parse(one) as Message)) {
      if (message.id !== undefined) waiting.get(message.id)?.(message)
      if (message.method === 'Network.requestWillBeSent') requests.push(message.params?.request?.url ?? '')
      if (message.method === 'Runtime.exceptionThrown' || message.method === 'Log.entryAdded')
        faults.push(JSON.stringify(message.params))
    }
  })
  const send = <T>(method: string, params: object = {}, sessionId?: string) =>
    new Promise<T>((resolve, reject) => {
      const id = ++sent
      const timer = setTimeout(() => {
        reject(new Error(`no answer to ${method}`))
      }, patienceMs)
      waiting.set(id, ({result, error}) => {
        clearTimeout(timer)
        waiting.delete(id)
        if (error === undefined) resolve(result as T)
        else reject(new Error(`${method}: ${error.message}`))
      })
      to.write(`${JSON.stringify({id, method, params, sessionId})}\0`)
    })

  const {targetId} = await send<{targetId: string}>('Target.createTarget', {url: 'about:blank'})
  const {sessionId} = await send<{sessionId: string}>('Target.attachToTarget', {targetId, flatten: true})
  const page = <T>(method: string, params?: object) => send<T>(method, params, sessionId)
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page(`${domain}.enable`)

  const value = async <T>(expression: string): Promise<T> => {
    const {result, exceptionDetails} = await page<{result: {value: T}; exceptionDetails?: object}>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`)
    return result.value
  }
  const until = async (expression: string) => {
    for (const end = Date.now() + patienceMs; !(await value<boolean>(`Boolean(${expression})`));) {
      if (Date.now() > end)
        throw new Error(`never ${expression}:\n${await value<string>('document.body.innerText.slice(0, 2000)')}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return {
    requests,
    faults,
    value,
    until,
    async open(file, fragment = '') {
      await page('Page.navigate', {url: 'about:blank'})
      await page('Page.navigate', {url: `${pathToFileURL(file).href}${fragment}`})
      await until(`location.protocol === 'file:' && document.readyState === 'complete'`)
    },
    async type(text) {
      await page('Input.insertText', {text})
    },
    async press(key) {
      const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined
      const code = {Enter: 13, Escape: 27}[key]
      await page('Input.dispatchKeyEvent', {type: 'keyDown', key, text, windowsVirtualKeyCode: code})
      await page('Input.dispatchKeyEvent', {type: 'keyUp', key, windowsVirtualKeyCode: code})
    },
    async look(width, height, dark = false) {
      await page('Emulation.setDeviceMetricsOverride', {width, height, deviceScaleFactor: 1, mobile: width < 600})
      await page('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}]})
    },
    async screenshot() {
      const {data} = await page<{data: string}>('Page.captureScreenshot', {format: 'png'})
      return Buffer.from(data, 'base64')
    },
    async close() {
      await send('Browser.close').catch(() => child.kill('SIGKILL'))
      await ended
      await rm(profile, {recursive: true, force: true, maxRetries: 5})
    },
  }
}
